package server

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// attempts counts wrong keys by address, so that keys cannot be guessed at speed.
// Its memory is bounded: where more addresses come than it remembers, the ones
// that came first are forgotten early.
type attempts struct {
	allowed int

	mu sync.Mutex
	// newer takes new addresses until it is full; then it becomes older, and what was older is forgotten.
	newer, older map[netip.Addr]*count
}

// count is the wrong keys of one address until the minute ends.
type count struct {
	failures int
	ends     time.Time
}

const (
	attemptsWindow    = time.Minute
	attemptsRemember  = 10_000 // in each of the two maps
	addressBitsOfIPv6 = 64     // one customer's network
)

func newAttempts(allowed int) *attempts {
	return &attempts{allowed: allowed, newer: map[netip.Addr]*count{}}
}

// blocked returns how many seconds an address has to wait; 0 if it need not.
func (a *attempts) blocked(address string, now time.Time) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known := a.of(bucketOf(address)); known != nil && known.failures >= a.allowed {
		return known.wait(now)
	}
	return 0
}

// failed counts a wrong key, and returns how many seconds the address has to wait; 0 if it need not yet.
func (a *attempts) failed(address string, now time.Time) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	bucket := bucketOf(address)
	known := a.of(bucket)
	if known == nil || !now.Before(known.ends) {
		known = &count{ends: now.Add(attemptsWindow)}
		a.remember(bucket, known)
	}
	if known.failures >= a.allowed {
		return known.wait(now)
	}
	known.failures++
	return 0
}

// of returns what is known of an address, nil if nothing is.
func (a *attempts) of(address netip.Addr) *count {
	if known := a.newer[address]; known != nil {
		return known
	}
	return a.older[address]
}

func (a *attempts) remember(address netip.Addr, c *count) {
	if len(a.newer) >= attemptsRemember {
		a.newer, a.older = map[netip.Addr]*count{}, a.newer
	}
	a.newer[address] = c
}

func (c *count) wait(now time.Time) int {
	return max(int(math.Ceil(c.ends.Sub(now).Seconds())), 0)
}

// bucketOf returns what an address is counted under: itself, or its network of 64 bits.
func bucketOf(address string) netip.Addr {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	parsed = parsed.Unmap().WithZone("")
	if parsed.Is4() {
		return parsed
	}
	network, err := parsed.Prefix(addressBitsOfIPv6)
	if err != nil {
		return parsed
	}
	return network.Addr()
}

// clientAddresses returns how the address of a client is found: X-Forwarded-For
// counts only as far as trusted proxies wrote it.
func clientAddresses(trusted []*net.IPNet) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range trusted {
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// parseNetworks reads the addresses and networks of trusted proxies.
func parseNetworks(texts []string) ([]*net.IPNet, error) {
	networks := make([]*net.IPNet, len(texts))
	for i, text := range texts {
		var err error
		if networks[i], err = parseNetwork(text); err != nil {
			return nil, err
		}
	}
	return networks, nil
}

func parseNetwork(text string) (*net.IPNet, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "/") {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf(`trusted proxy %q: not an address or a network; write it like "10.0.0.7" or "10.0.0.0/8"`, text)
		}
		text = netip.PrefixFrom(address, address.BitLen()).String()
	}
	_, network, err := net.ParseCIDR(text)
	if err != nil {
		return nil, fmt.Errorf(`trusted proxy %q: not an address or a network; write it like "10.0.0.7" or "10.0.0.0/8"`, text)
	}
	return network, nil
}
