package content

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/images"
)

// image compiles an image: {image: ID, alt: …} of one that was uploaded, or {src: https://…, alt: …} of one elsewhere. The
// words for those who do not see it may be in several languages.
func (c *compiler) image(path string, raw json.RawMessage, within bool) *value {
	members, ok := membersOf(raw)
	if !ok {
		c.fail(path, wrong("write {image: …, alt: …}", "an image is an object, but there is %s", shorten(string(raw))))
		return nil
	}
	v := &value{}
	for _, m := range members {
		switch m.name {
		case "image":
			v.members = append(v.members, c.uploaded(path+".image", m.value)...)
		case "src":
			parts, err := c.scalar(path+".src", &Field{Type: URL}, m.value)
			if err != nil {
				c.fail(path+".src", err)
				return nil
			}
			v.members = append(v.members, named{"src", &value{fixed: parts}})
		case "alt":
			if alt := c.value(path+".alt", &Field{Name: "alt", Type: Text, Max: new(500.0)}, m.value, within); alt != nil {
				v.members = append(v.members, named{"alt", alt})
			}
		default:
			c.fail(path+"."+m.name, wrong("an image has image or src, and alt", "there is no %q", shorten(m.name)))
		}
	}
	c.oneSource(path, v)
	return v
}

// oneSource sees to it that an image comes from one place.
func (c *compiler) oneSource(path string, v *value) {
	sources := 0
	for _, m := range v.members {
		if m.name == "src" {
			sources++
		}
	}
	if sources > 1 {
		c.fail(path, wrong("leave one of them out", "the image has both image and src"))
	} else if sources == 0 {
		c.fail(path, wrong("`fingerpost images upload FILE` prints what image is to be", "the image has neither image nor src"))
	}
}

// uploaded returns what a page needs of an image that was uploaded: its ID says it all.
func (c *compiler) uploaded(path string, raw json.RawMessage) []named {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		c.fail(path, wrong("`fingerpost images upload FILE` prints it", "the ID of an image is expected, but there is %s", shorten(string(raw))))
		return nil
	}
	id, err := images.ParseID(text)
	if err != nil {
		c.fail(path, wrong("`fingerpost images upload FILE` prints it", "%q is not the ID of an image", shorten(text)))
		return nil
	}
	fixed := func(name string, raw []byte) named { return named{name, &value{fixed: static(raw)}} }
	about := []named{
		fixed("src", appendText(nil, id.Path(0))),
		fixed("width", strconv.AppendInt(nil, int64(id.Width), 10)), fixed("height", strconv.AppendInt(nil, int64(id.Height), 10)),
	}
	if sizes := sizesOf(id); sizes != "" {
		about = append(about, fixed("srcset", appendText(nil, sizes)))
	}
	return about
}

// sizesOf lists the addresses of an image's sizes, as srcset has them. A picture that moves has one only.
func sizesOf(id images.ID) string {
	if id.Type == images.GIF {
		return ""
	}
	var sizes []string
	for _, width := range id.Widths() {
		sizes = append(sizes, id.Path(width)+" "+strconv.Itoa(width)+"w")
	}
	if len(sizes) == 0 {
		return ""
	}
	return strings.Join(append(sizes, id.Path(0)+" "+strconv.Itoa(id.Width)+"w"), ", ")
}

// Images returns the IDs of the images that an entry mentions, in JSON, and those of all its variants.
func Images(entry json.RawMessage) []string {
	var decoded any
	if json.Unmarshal(entry, &decoded) != nil {
		return nil
	}
	return imagesIn(decoded, nil)
}

func imagesIn(v any, found []string) []string {
	switch v := v.(type) {
	case map[string]any:
		if id, ok := v["image"].(string); ok {
			if _, err := images.ParseID(id); err == nil {
				found = append(found, id)
			}
		}
		for _, below := range v {
			found = imagesIn(below, found)
		}
	case []any:
		for _, below := range v {
			found = imagesIn(below, found)
		}
	}
	return found
}
