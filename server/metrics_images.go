package server

import (
	"errors"
	"net/http"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
)

// served is how a request for an image was answered.
type served uint8

const (
	servedWhole     served = iota
	servedPart             // of a file
	servedUnchanged        // whoever asks has it already
	servedElsewhere        // the address of another width
	servedUnknown          // there is no such image
	servedBusy             // more was asked for than can be sent at once
	servedFailed           // anything else
	allServed
)

func (s served) String() string {
	return [allServed]string{"whole", "part", "unchanged", "redirected", "unknown", "refused", "failed"}[s]
}

// uploaded is what became of a file that was uploaded.
type uploaded uint8

const (
	uploadKept    uploaded = iota
	uploadKnown            // the image is there already
	uploadNoImage          // it is of no type that is taken in
	uploadLarge            // it is too large
	uploadBroken           // it cannot be decoded
	uploadFull             // there is no room for it
	uploadFailed           // anything else
	allUploaded
)

func (u uploaded) String() string {
	return [allUploaded]string{"kept", "known", "unsupported", "too_large", "broken", "no_room", "failed"}[u]
}

// imageMetrics count images that are served and taken in.
type imageMetrics struct {
	served   [allServed]atomic.Uint64
	uploaded [allUploaded]atomic.Uint64
	sent     atomic.Uint64 // bytes
	read     atomic.Uint64 // files, from the store
	shared   atomic.Uint64 // files that somebody else was being sent
	resized  atomic.Uint64

	answers, uploads, bytes, reads, sizes, sending *prometheus.Desc
}

func (m *imageMetrics) describe() {
	m.answers = prometheus.NewDesc("fingerpost_images_served_total", "Requests for images, by how they were answered.", []string{"result"}, nil)
	m.uploads = prometheus.NewDesc("fingerpost_images_uploaded_total", "Files that were uploaded, by what became of them.", []string{"result"}, nil)
	m.bytes = prometheus.NewDesc("fingerpost_image_bytes_sent_total", "Bytes of images that were sent.", nil, nil)
	m.reads = prometheus.NewDesc("fingerpost_image_files_total", "Files of images that were sent, by where they were: in the store, or in memory, because somebody else was being sent them.", []string{"from"}, nil)
	m.sizes = prometheus.NewDesc("fingerpost_images_resized_total", "Smaller sizes that were made of images.", nil, nil)
	m.sending = prometheus.NewDesc("fingerpost_image_bytes_sending", "Bytes of the files that are being sent; each counts once.", nil, nil)
}

func (m *imageMetrics) all() []*prometheus.Desc {
	return []*prometheus.Desc{m.answers, m.uploads, m.bytes, m.reads, m.sizes, m.sending}
}

func (m *imageMetrics) collect(p *pictures, found chan<- prometheus.Metric) {
	count := func(d *prometheus.Desc, n *atomic.Uint64, labels ...string) {
		found <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n.Load()), labels...)
	}
	for result := range allServed {
		count(m.answers, &m.served[result], result.String())
	}
	for result := range allUploaded {
		count(m.uploads, &m.uploaded[result], result.String())
	}
	count(m.bytes, &m.sent)
	count(m.reads, &m.read, "store")
	count(m.reads, &m.shared, "memory")
	count(m.sizes, &m.resized)
	p.mu.Lock()
	sending := p.bytes
	p.mu.Unlock()
	found <- prometheus.MustNewConstMetric(m.sending, prometheus.GaugeValue, float64(sending))
}

// answered counts an answer to a request for an image: the error that it ended in, or what was sent.
func (m *imageMetrics) answered(status int, size int64, err error) {
	result := servedFailed
	switch f, faulty := errors.AsType[*fault](err); {
	case faulty && f.code == unknownImage:
		result = servedUnknown
	case faulty && f.code == busy:
		result = servedBusy
	case err != nil:
	case status == http.StatusOK:
		result = servedWhole
	case status == http.StatusPartialContent:
		result = servedPart
	case status == http.StatusNotModified:
		result = servedUnchanged
	case status == http.StatusMovedPermanently:
		result = servedElsewhere
	}
	m.served[result].Add(1)
	if result == servedWhole || result == servedPart {
		m.sent.Add(uint64(max(size, 0)))
	}
}

// took counts what became of an upload.
func (m *imageMetrics) took(status int, err error) {
	result := uploadFailed
	f, faulty := errors.AsType[*fault](err)
	switch {
	case err == nil && status == http.StatusCreated:
		result = uploadKept
	case err == nil:
		result = uploadKnown
	case !faulty:
	case f.code == unsupportedMedia:
		result = uploadNoImage
	case f.code == tooLarge:
		result = uploadLarge
	case f.code == badRequest:
		result = uploadBroken
	case f.code == imagesFull:
		result = uploadFull
	}
	m.uploaded[result].Add(1)
}
