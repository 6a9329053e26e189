//go:build unix

package server

import (
	"net"
	"syscall"
)

// rawOf returns what writes to a connection without waiting; nil where that cannot be done, as over TLS.
func rawOf(c net.Conn) syscall.RawConn {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	return raw
}

// writeNow writes as much as goes without waiting, and returns how much that was.
func writeNow(raw syscall.RawConn, b []byte) (n int) {
	err := raw.Write(func(fd uintptr) bool {
		n, _ = syscall.Write(int(fd), b) // whoever writes the rest meets the error again
		return true
	})
	if err != nil {
		return 0
	}
	return max(n, 0)
}
