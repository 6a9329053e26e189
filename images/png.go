package images

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

const (
	pngSignature    = "\x89PNG\r\n\x1a\n"
	pngHeaderLength = len(pngSignature) + 12 + 13 // with the chunk IHDR
)

// pngChunk is one of the parts that a PNG file is a row of, as it lies in the file.
type pngChunk struct {
	name  string
	whole []byte // with length and checksum
}

// nextPNGChunk cuts the first chunk off what is left of a file.
func nextPNGChunk(rest []byte) (c pngChunk, after []byte, ok bool) {
	const around = 12
	if len(rest) < around {
		return c, nil, false
	}
	length := uint64(binary.BigEndian.Uint32(rest)) + around
	if length > uint64(len(rest)) {
		return c, nil, false
	}
	return pngChunk{string(rest[4:8]), rest[:length]}, rest[length:], true
}

// colourChunks say what the numbers of pixels mean as colours.
func colourChunks() []string { return []string{"iCCP", "sRGB", "gAMA", "cHRM", "cICP"} }

// cleanPNG keeps the chunks that the picture needs: no text, no EXIF, no time, nothing behind its end.
func cleanPNG(file []byte) ([]byte, error) {
	kept := append(colourChunks(), "IHDR", "PLTE", "tRNS", "sBIT", "bKGD", "pHYs", "IDAT", "IEND", "acTL", "fcTL", "fdAT")
	clean := append(make([]byte, 0, len(file)), pngSignature...)
	for rest := file[len(pngSignature):]; ; {
		c, after, ok := nextPNGChunk(rest)
		if !ok {
			return nil, broken("the png file is cut off")
		}
		if slices.Contains(kept, c.name) {
			clean = append(clean, c.whole...)
		}
		if c.name == "IEND" {
			return clean, nil
		}
		rest = after
	}
}

// pngColours returns the chunks of a file that say what its colours mean; a profile only if it is one of red, green and blue.
func pngColours(file []byte) (colours []byte) {
	const colourType, inColour = 25, 2
	ofColour := len(file) > colourType && file[colourType]&inColour != 0
	for rest := file[len(pngSignature):]; ; {
		c, after, ok := nextPNGChunk(rest)
		if !ok || c.name == "IDAT" {
			return colours
		}
		if slices.Contains(colourChunks(), c.name) && len(c.whole) <= maxProfile && (ofColour || c.name != "iCCP") {
			colours = append(colours, c.whole...)
		}
		rest = after
	}
}

// withPNGChunks puts chunks behind the first one of an encoded file.
func withPNGChunks(file, chunks []byte) []byte {
	return slices.Concat(file[:pngHeaderLength], chunks, file[pngHeaderLength:])
}

// pngProfile makes the chunk of a colour profile.
func pngProfile(profile []byte) []byte {
	var packed bytes.Buffer
	packed.WriteString("iCCPprofile\x00\x00")
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(profile) // to memory, which takes everything
	_ = w.Close()
	chunk := binary.BigEndian.AppendUint32(nil, uint32(packed.Len()-4))
	chunk = append(chunk, packed.Bytes()...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(packed.Bytes()))
}
