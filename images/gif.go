package images

import "bytes"

// cleanGIF keeps the frames of a file, how they follow each other and how often: no
// comments, no XMP, nothing behind its end.
func cleanGIF(file []byte) ([]byte, error) {
	const (
		header       = 13
		extension    = 0x21
		frame        = 0x2c
		trailer      = 0x3b
		frameHeader  = 10
		control      = 0xf9
		applications = 0xff
	)
	cut := broken("the gif file is cut off")
	if len(file) < header {
		return nil, cut
	}
	clean := make([]byte, 0, len(file))
	rest := file
	keep := func(n int, kept bool) bool {
		if n > len(rest) {
			return false
		}
		if kept {
			clean = append(clean, rest[:n]...)
		}
		rest = rest[n:]
		return true
	}
	if !keep(header+colourTable(file[10]), true) {
		return nil, cut
	}
	for len(rest) > 1 || len(rest) == 1 && rest[0] == trailer {
		ok := false
		switch rest[0] {
		case trailer:
			return append(clean, trailer), nil
		case frame:
			if len(rest) > frameHeader {
				before := frameHeader + colourTable(rest[9]) + 1
				ok = before <= len(rest) && keep(before+subBlocks(rest[before:]), true)
			}
		case extension:
			loops := rest[1] == applications && (bytes.HasPrefix(rest[2:], []byte("\x0bNETSCAPE2.0")) || bytes.HasPrefix(rest[2:], []byte("\x0bANIMEXTS1.0")))
			ok = keep(2+subBlocks(rest[2:]), rest[1] == control || loops)
		default:
			return nil, broken("the gif file holds something that no GIF has")
		}
		if !ok {
			return nil, cut
		}
	}
	return nil, cut
}

// colourTable returns how many bytes the table takes that flags announce.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (1 + flags&7)
}

// subBlocks returns how many bytes a row of blocks takes with its end; more than there are if it has none.
func subBlocks(rest []byte) int {
	for at := 0; at < len(rest); at += int(rest[at]) + 1 {
		if rest[at] == 0 {
			return at + 1
		}
	}
	return len(rest) + 1
}
