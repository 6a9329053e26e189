package server_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/images"
	"github.com/fingerpost/fingerpost/server"
	"github.com/fingerpost/fingerpost/storage"
)

// photo returns a JPEG file of a soft picture.
func photo(t testing.TB, width, height int) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, color.RGBA{byte(x * 255 / width), byte(y * 255 / height), 90, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (w *world) upload(file string) answer {
	w.Helper()
	return w.admin("POST", "/environments/production/images", file)
}

func (w *world) get(path string, header map[string]string) answer {
	w.Helper()
	return w.send(request{method: "GET", path: path, header: header})
}

func TestAnImageIsUploadedAndServed(t *testing.T) {
	w := newWorld(t)
	file := photo(t, 1000, 500)
	uploaded := w.upload(file).is(201).has("type", "image/jpeg").has("width", 1000.0).has("height", 500.0).
		has("sizes.0.width", 320.0).has("sizes.0.height", 160.0).has("sizes.1.width", 640.0)
	id, _ := uploaded.json()["id"].(string)
	if parsed, err := images.ParseID(id); err != nil || parsed.Width != 1000 {
		t.Fatalf("the ID is %s, %v", id, err)
	}
	for _, c := range []struct {
		path  string
		width int
	}{{at(uploaded.json(), "url").(string), 1000}, {at(uploaded.json(), "sizes.1.url").(string), 640}} {
		got := w.get(c.path, nil).is(200)
		config, kind, err := image.DecodeConfig(bytes.NewReader(got.body))
		if err != nil || kind != "jpeg" || config.Width != c.width {
			t.Errorf("%s is a %s of %d pixels, %v", c.path, kind, config.Width, err)
		}
		for name, want := range map[string]string{
			"ETag":          `"` + id[:26] + "-" + strconv.Itoa(c.width) + `"`,
			"Cache-Control": "public, max-age=31536000, immutable", "Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": "inline", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", c.path, name, got.header.Get(name), want)
			}
		}
		if !strings.HasPrefix(got.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: the policy is %q", c.path, got.header.Get("Content-Security-Policy"))
		}
		w.get(c.path, map[string]string{"If-None-Match": got.header.Get("ETag")}).is(304)
		part := w.get(c.path, map[string]string{"Range": "bytes=10-19"}).is(206)
		if !bytes.Equal(part.body, got.body[10:20]) {
			t.Errorf("%s: the part is %x", c.path, part.body)
		}
		w.get(c.path, map[string]string{"Range": "bytes=99999999-"}).is(416)
	}
}

func TestTheSameFileIsTheSameImage(t *testing.T) {
	w := newWorld(t)
	file := photo(t, 400, 300)
	first := w.upload(file).is(201)
	w.pass(time.Hour)
	again := w.upload(file).is(200)
	if !bytes.Equal(first.body, again.body) {
		t.Errorf("first %s, then %s", first.body, again.body)
	}
	w.admin("GET", "/environments/production/images", "").is(200).has("count", 1.0).has("limit", float64(1<<30))
	w.admin("GET", "/environments/staging/images", "").is(200).has("count", 0.0)
}

func TestOtherWidthsLeadToThoseThereAre(t *testing.T) {
	w := newWorld(t)
	url := w.upload(photo(t, 1000, 500)).is(201).json()["url"].(string)
	for query, want := range map[string]string{"?w=1": "?w=320", "?w=500": "?w=640", "?w=961": "", "?w=1000": "", "?w=1280": "", "?w=999999": ""} {
		got := w.sendTo(t, url+query)
		if got.status != 301 || got.header.Get("Location") != url+want {
			t.Errorf("%s: %d to %q, want %q", query, got.status, got.header.Get("Location"), url+want)
		}
	}
	for _, query := range []string{"?w=0", "?w=-1", "?w=wide", "?w=1e3", "?w=99999999999999999999"} {
		w.get(url+query, nil).is(400).has("error.code", "bad_request")
	}
	w.get(url+"?w=&v=2", nil).is(200)
}

// sendTo sends a request without following where it leads.
func (w *world) sendTo(t *testing.T, path string) answer {
	t.Helper()
	before := client.CheckRedirect
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	defer func() { client.CheckRedirect = before }()
	return w.send(request{method: "GET", path: path})
}

func TestImagesThatAreNotThere(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/images/x", "/images/" + strings.Repeat("a", 26) + "-10x10.jpg", "/images/..%2f..%2fetc%2fpasswd", "/images/" + strings.Repeat("a", 26) + "-1000x10.jpg?w=320"} {
		got := w.get(path, nil).is(404).has("error.code", "unknown_image")
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is kept: %s", path, got.header.Get("Cache-Control"))
		}
	}
	w.admin("GET", "/environments/production/images/x", "").is(404).has("error.code", "unknown_image")
	w.admin("DELETE", "/environments/production/images/x", "").is(404).has("error.code", "unknown_image")
}

// bomb is a PNG file that says it has 50,000 by 50,000 pixels.
func bomb() string {
	header := []byte("IHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x02\x00\x00\x00")
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + string(binary.BigEndian.AppendUint32(header, crc32.ChecksumIEEE(header)))
}

func TestUploadsThatAreRefused(t *testing.T) {
	w := newWorld(t)
	file := photo(t, 400, 300)
	for _, c := range []struct {
		name, body, code string
		status           int
	}{
		{"nothing", "", "unsupported_media_type", 415},
		{"HTML", "<html><script>alert(1)</script>", "unsupported_media_type", 415},
		{"SVG", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "unsupported_media_type", 415},
		{"2.5 billion pixels", bomb(), "too_large", 413},
		{"11 MB", file + strings.Repeat("x", 11<<20), "too_large", 413},
		{"half a file", file[:len(file)/2], "bad_request", 400},
	} {
		t.Run(c.name, func(*testing.T) {
			w.upload(c.body).is(c.status).has("error.code", c.code)
		})
	}
	w.send(request{method: "POST", path: "/api/v1/environments/production/images", key: "admin", body: file, header: map[string]string{"Content-Encoding": "gzip"}}).is(415)
	w.admin("GET", "/environments/production/images", "").is(200).has("count", 0.0)
	// What curl --data-binary says of a body is not believed.
	w.send(request{method: "POST", path: "/api/v1/environments/production/images", key: "admin", body: file, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}).is(201)
}

func TestImagesComeInPagesTheNewestFirst(t *testing.T) {
	w := newWorld(t)
	var ids []string
	for i := range 3 {
		ids = append(ids, w.upload(photo(t, 40+i, 30)).is(201).json()["id"].(string))
	}
	w.admin("GET", "/environments/production/images?limit=2", "").is(200).has("images.0.id", ids[2]).has("images.1.id", ids[1]).has("next", 2.0).has("count", 3.0)
	w.admin("GET", "/environments/production/images?limit=2&before=2", "").is(200).has("images.0.id", ids[0]).has("next", nil)
	w.admin("GET", "/environments/production/images/"+ids[0], "").is(200).has("id", ids[0])
	w.admin("GET", "/environments/staging/images/"+ids[0], "").is(404)
}

func TestAnImageThatIsMentionedStays(t *testing.T) {
	w := newWorld(t)
	id := w.upload(photo(t, 400, 300)).is(201).json()["id"].(string)
	mention := func(environment, value string) answer {
		return w.admin("POST", "/environments/"+environment+"/changes", `{"changes":[{"kind":"content","key":"start","value":`+value+`}]}`)
	}
	shown := `{"type":"hero","fields":{"title":"Hello"},"variants":{"seen":{"image":{"image":"` + id + `","alt":"A photograph"}}}}`
	mention("staging", shown).is(422).has("error.problems.0.path", "content.start") // it was uploaded elsewhere
	mention("production", shown).is(200)
	w.admin("DELETE", "/environments/production/images/"+id, "").is(409).has("error.code", "image_in_use")
	w.get("/images/"+id, nil).is(200)
	mention("production", `{"type":"hero","fields":{"title":"Hello"}}`).is(200)
	w.admin("DELETE", "/environments/production/images/"+id, "").is(204)
	w.get("/images/"+id, nil).is(404)
	w.admin("DELETE", "/environments/production/images/"+id, "").is(404)
	w.admin("POST", "/environments/production/rollback", `{"to":2}`).is(422) // the revision mentions what is gone
}

func TestContentShowsAnUploadedImageInItsSizes(t *testing.T) {
	w := newWorld(t)
	id := w.upload(photo(t, 700, 300)).is(201).json()["id"].(string)
	w.admin("POST", "/environments/production/changes", `{"changes":[
		{"kind":"content","key":"start","value":{"type":"hero","fields":{"title":"Hello","image":{"image":"`+id+`","alt":"A photograph"}}}},
		{"kind":"flag","key":"home","value":{"type":"content","client":true,"variants":{"start":"start"},"default":"start"}}]}`).is(200)
	got := w.send(request{method: "POST", path: "/ofrep/v1/evaluate/flags/home", key: "client", body: `{"context":{}}`}).is(200)
	got.has("value.0.fields.image.src", "/images/"+id).has("value.0.fields.image.width", 700.0).has("value.0.fields.image.alt", "A photograph").
		has("value.0.fields.image.srcset", "/images/"+id+"?w=320 320w, /images/"+id+"?w=640 640w, /images/"+id+" 700w")
	w.get("/images/"+id+"?w=320", nil).is(200)
}

func TestImagesHaveSoMuchRoom(t *testing.T) {
	first, second := photo(t, 300, 300), photo(t, 300, 299)
	w := newWorld(t, func(c *server.Config) { c.MaxImageBytes = int64(len(first)) + 100 })
	w.upload(first).is(201)
	got := w.upload(second).is(409).has("error.code", "images_full")
	if hint, _ := at(got.json(), "error.hint").(string); !strings.Contains(hint, "--image-limit") {
		t.Errorf("the hint is %q", hint)
	}
	w.upload(first).is(200)
}

func TestAServerWithoutImages(t *testing.T) {
	w := newWorld(t, func(c *server.Config) { c.Images = nil })
	w.upload("x").is(503).has("error.code", "not_ready")
	w.get("/images/"+strings.Repeat("a", 26)+"-10x10.jpg", nil).is(404)
}

// slowImages answers when it is told to, and counts how often it is read.
type slowImages struct {
	images.Store
	reads   atomic.Int64
	begun   chan struct{}
	proceed chan struct{}
	err     error
}

func (s *slowImages) Read(ctx context.Context, id string, width int) (images.File, error) {
	s.reads.Add(1)
	s.begun <- struct{}{}
	<-s.proceed
	if s.err != nil {
		return images.File{}, s.err
	}
	return s.Store.Read(ctx, id, width)
}

func TestOneFileIsReadOnceForAllWhoAskAtTheSameTime(t *testing.T) {
	slow := &slowImages{begun: make(chan struct{}, 10), proceed: make(chan struct{})}
	w := newWorld(t, func(c *server.Config) {
		slow.Store = c.Images
		c.Images = slow
	})
	url := w.upload(photo(t, 400, 300)).is(201).json()["url"].(string)
	var all sync.WaitGroup
	ask := func() { all.Go(func() { w.get(url, nil).is(200) }) }
	ask()
	<-slow.begun
	for range 5 {
		ask()
	}
	for w.server.ImageUsers() < 6 {
		time.Sleep(time.Millisecond)
	}
	close(slow.proceed)
	all.Wait()
	if n := slow.reads.Load(); n != 1 {
		t.Errorf("it was read %d times", n)
	}
	if n := w.server.ImageUsers(); n != 0 {
		t.Errorf("%d are still being sent it", n)
	}
}

func TestADamagedImageIsNotServed(t *testing.T) {
	slow := &slowImages{begun: make(chan struct{}, 10), proceed: make(chan struct{}), err: &storage.CorruptError{File: "images.db", Offset: -1, Problem: "it is damaged"}}
	close(slow.proceed)
	w := newWorld(t, func(c *server.Config) {
		slow.Store = c.Images
		c.Images = slow
	})
	url := w.upload(photo(t, 400, 300)).is(201).json()["url"].(string)
	w.get(url, nil).is(500).has("error.code", "internal")
	if !strings.Contains(w.log.String(), "images.db") {
		t.Error("the log does not say which file is damaged")
	}
}

func TestUploadsAtTheSameTime(t *testing.T) {
	w := newWorld(t)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 700, 700))); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			file := picture.String()
			if i%2 == 0 {
				file = photo(t, 300+i, 200)
			}
			if got := w.upload(file); got.status != 201 && got.status != 200 {
				t.Errorf("status %d: %s", got.status, got.body)
			}
		})
	}
	all.Wait()
	w.admin("GET", "/environments/production/images", "").is(200).has("count", 4.0)
}

func TestImagesAreCounted(t *testing.T) {
	file := photo(t, 1000, 500)
	w := newWorld(t, func(c *server.Config) { c.MaxImageBytes = 200 << 10 })
	kept := w.upload(file).is(201)
	url, sizes := kept.json()["url"].(string), len(kept.json()["sizes"].([]any))
	w.upload(file).is(200)
	w.upload("<html>").is(415)
	w.upload(bomb()).is(413)
	w.upload(file[:len(file)/2]).is(400)
	// A client has the whole answer a moment before the server counts it, and is done with the file.
	counted := func(result string, n int) {
		t.Helper()
		line := fmt.Sprintf("fingerpost_images_served_total{result=%q} %d\n", result, n)
		eventually(t, func() bool { return strings.Contains(metricsOf(w), line) })
	}
	whole := w.get(url, nil).is(200)
	counted("whole", 1)
	w.get(url, map[string]string{"If-None-Match": whole.header.Get("ETag")}).is(304)
	counted("unchanged", 1)
	w.get(url, map[string]string{"Range": "bytes=10-19"}).is(206)
	counted("part", 1)
	w.get(url, map[string]string{"Range": "bytes=99999999-"}).is(416)
	counted("failed", 1)
	w.sendTo(t, url+"?w=500")
	counted("redirected", 1)
	w.get("/images/x", nil).is(404)
	counted("unknown", 1)
	got := metricsOf(w)
	for _, line := range []string{
		`fingerpost_images_uploaded_total{result="kept"} 1`, `fingerpost_images_uploaded_total{result="known"} 1`, `fingerpost_images_uploaded_total{result="unsupported"} 1`,
		`fingerpost_images_uploaded_total{result="too_large"} 1`, `fingerpost_images_uploaded_total{result="broken"} 1`, `fingerpost_images_uploaded_total{result="no_room"} 0`,
		"fingerpost_images_resized_total " + strconv.Itoa(sizes),
		`fingerpost_images_served_total{result="whole"} 1`, `fingerpost_images_served_total{result="unchanged"} 1`, `fingerpost_images_served_total{result="part"} 1`,
		`fingerpost_images_served_total{result="redirected"} 1`, `fingerpost_images_served_total{result="unknown"} 1`, `fingerpost_images_served_total{result="failed"} 1`,
		`fingerpost_images_served_total{result="refused"} 0`,
		"fingerpost_image_bytes_sent_total " + strconv.Itoa(len(whole.body)+10), `fingerpost_image_files_total{from="store"} 4`, `fingerpost_image_files_total{from="memory"} 0`, "fingerpost_image_bytes_sending 0",
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("the metrics lack %s", line)
		}
	}
}
