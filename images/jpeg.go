package images

import (
	"bytes"
	"encoding/binary"
)

// Markers of JPEG, each after a byte 0xff.
const (
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP2  = 0xe2
	markAPP14 = 0xee
)

const (
	profilePrefix = "ICC_PROFILE\x00"
	exifPrefix    = "Exif\x00\x00"
	// maxScans bounds how often a progressive file may go over the picture: a scan of a few bytes
	// keeps a decoder as busy as one that says something.
	maxScans = 60
)

// segment is one of the parts that a JPEG file is a row of.
type segment struct {
	mark    byte
	payload []byte // without its length
	scan    []byte // the pixels that follow a markSOS
}

// nextSegment cuts the first segment off what is left of a file; it skips what is between segments.
func nextSegment(rest []byte) (s segment, after []byte, ok bool) {
	for {
		at := bytes.IndexByte(rest, 0xff)
		if at < 0 {
			return s, nil, false
		}
		for at < len(rest) && rest[at] == 0xff {
			at++
		}
		if at == len(rest) {
			return s, nil, false
		}
		s.mark, rest = rest[at], rest[at+1:]
		if s.mark == markEOI {
			return s, rest, true
		}
		if s.mark > 0x01 && (s.mark < 0xd0 || s.mark > markSOI) { // the others have no payload
			break
		}
	}
	if len(rest) < 2 {
		return s, nil, false
	}
	length := int(binary.BigEndian.Uint16(rest))
	if length < 2 || length > len(rest) {
		return s, nil, false
	}
	s.payload, rest = rest[2:length], rest[length:]
	if s.mark == markSOS {
		end := scanEnd(rest)
		s.scan, rest = rest[:end], rest[end:]
	}
	return s, rest, true
}

// scanEnd returns where the pixels of a scan end: at a marker that does not belong to them.
func scanEnd(rest []byte) int {
	for i := 0; i+1 < len(rest); i++ {
		if next := rest[i+1]; rest[i] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return i
		}
	}
	return len(rest)
}

// appendTo writes the segment.
func (s segment) appendTo(file []byte) []byte {
	file = append(file, 0xff, s.mark)
	file = binary.BigEndian.AppendUint16(file, uint16(len(s.payload)+2))
	return append(append(file, s.payload...), s.scan...)
}

// cleanJPEG keeps of a file what its pixels and colours need, which way is up, and
// nothing else: no EXIF, no comments, no thumbnails, nothing behind its end.
func cleanJPEG(file []byte, orientation int) ([]byte, error) {
	clean := make([]byte, 0, len(file)+64)
	clean = append(clean, 0xff, markSOI)
	if orientation != 1 {
		clean = segment{mark: markAPP1, payload: orientationOnly(orientation)}.appendTo(clean)
	}
	scans := 0
	for rest := file[2:]; ; {
		s, after, ok := nextSegment(rest)
		switch {
		case !ok:
			return nil, broken("the jpg file is cut off")
		case s.mark == markEOI:
			return append(clean, 0xff, markEOI), nil
		case s.mark == markSOS:
			scans++
		}
		if scans > maxScans {
			return nil, broken("the jpg file goes over its picture more than %d times", maxScans)
		}
		if s, keep := s.cleaned(); keep {
			clean = s.appendTo(clean)
		}
		rest = after
	}
}

// cleaned returns what is kept of a segment, if anything is.
func (s segment) cleaned() (segment, bool) {
	const jfif, jfifLength = "JFIF\x00", 14
	switch {
	case s.mark >= 0xc0 && s.mark <= 0xcf, s.mark >= markSOS && s.mark <= 0xdd: // frames, scans and tables
		return s, true
	case s.mark == markAPP0 && bytes.HasPrefix(s.payload, []byte(jfif)) && len(s.payload) >= jfifLength:
		s.payload = append(bytes.Clone(s.payload[:jfifLength-2]), 0, 0) // a thumbnail of no pixels
		return s, true
	case s.mark == markAPP2:
		return s, bytes.HasPrefix(s.payload, []byte(profilePrefix))
	case s.mark == markAPP14: // says how colours are written
		return s, bytes.HasPrefix(s.payload, []byte("Adobe"))
	case s.mark == 0xdb: // quantization
		return s, true
	}
	return s, false
}

// jpegOrientation returns which way is up, 1 to 8 as EXIF numbers them; 1 if the file does not say.
func jpegOrientation(file []byte) int {
	for rest := file[2:]; ; {
		s, after, ok := nextSegment(rest)
		if !ok || s.mark == markSOS || s.mark == markEOI {
			return 1
		}
		if tiff, found := bytes.CutPrefix(s.payload, []byte(exifPrefix)); s.mark == markAPP1 && found {
			return tiffOrientation(tiff)
		}
		rest = after
	}
}

const orientationTag = 0x0112

// tiffOrientation finds the orientation among the tags of EXIF.
func tiffOrientation(tiff []byte) int {
	const entryLength = 12
	var order binary.ByteOrder = binary.BigEndian
	if len(tiff) < 8 {
		return 1
	}
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for n := order.Uint16(tiff[at:]); n > 0 && len(entries) >= entryLength; n-- {
		if order.Uint16(entries) == orientationTag {
			if value := int(order.Uint16(entries[8:])); value >= 1 && value <= 8 {
				return value
			}
			return 1
		}
		entries = entries[entryLength:]
	}
	return 1
}

// orientationOnly is EXIF that says which way is up and nothing else.
func orientationOnly(orientation int) []byte {
	payload := append([]byte(exifPrefix), "MM\x00*\x00\x00\x00\x08\x00\x01"...)
	payload = binary.BigEndian.AppendUint16(payload, orientationTag)
	payload = append(payload, 0, 3, 0, 0, 0, 1)
	payload = binary.BigEndian.AppendUint16(payload, uint16(orientation))
	return append(payload, 0, 0, 0, 0, 0, 0)
}

// jpegProfile returns the colour profile of a file; nil if it has none.
func jpegProfile(file []byte) (profile []byte) {
	for rest := file[2:]; ; {
		s, after, ok := nextSegment(rest)
		if !ok || s.mark == markSOS || s.mark == markEOI {
			return profile
		}
		if part, found := bytes.CutPrefix(s.payload, []byte(profilePrefix)); s.mark == markAPP2 && found && len(part) > 2 {
			profile = append(profile, part[2:]...) // after its number, and how many there are; all writers write them in order
		}
		rest = after
	}
}

// withJPEGProfile puts a colour profile of at most maxProfile bytes into an encoded file.
func withJPEGProfile(file, profile []byte) []byte {
	s := segment{mark: markAPP2, payload: append([]byte(profilePrefix+"\x01\x01"), profile...)}
	return append(s.appendTo([]byte{0xff, markSOI}), file[2:]...)
}
