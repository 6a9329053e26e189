package server

import (
	"net/netip"
	"testing"
	"time"
)

func TestAttemptsAreForgottenWithTheMinute(t *testing.T) {
	a, start := newAttempts(2), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i, want := range []int{0, 0, 45} {
		if got := a.failed("192.0.2.1", start.Add(time.Duration(i)*7500*time.Millisecond)); got != want {
			t.Errorf("attempt %d: wait %d, want %d", i+1, got, want)
		}
	}
	if got := a.blocked("192.0.2.1", start.Add(59*time.Second)); got != 1 {
		t.Errorf("just before the end: wait %d", got)
	}
	if got := a.blocked("192.0.2.1", start.Add(time.Minute)); got != 0 {
		t.Errorf("at the end: wait %d", got)
	}
	if got := a.failed("192.0.2.1", start.Add(time.Minute)); got != 0 {
		t.Errorf("in the next minute: wait %d", got)
	}
}

func TestOneNetworkOfIPv6IsOneAddress(t *testing.T) {
	a, now := newAttempts(1), time.Unix(0, 0)
	a.failed("2001:db8:1:2::1", now)
	if a.failed("2001:db8:1:2:ffff::9", now) == 0 {
		t.Error("an address of the same network goes on")
	}
	if a.failed("2001:db8:1:3::1", now) != 0 {
		t.Error("an address of another network has to wait")
	}
	if a.failed("::ffff:192.0.2.1", now) != 0 || a.failed("192.0.2.1", now) == 0 {
		t.Error("an IPv4 address written as IPv6 is another one")
	}
	a.failed("not an address", now)
}

func TestAttemptsRememberABoundedNumberOfAddresses(t *testing.T) {
	a, now := newAttempts(1), time.Unix(0, 0)
	address := netip.MustParseAddr("10.0.0.0")
	for range 3 * attemptsRemember {
		a.failed(address.String(), now)
		address = address.Next()
	}
	if remembered := len(a.newer) + len(a.older); remembered > 2*attemptsRemember || remembered < attemptsRemember {
		t.Errorf("%d addresses are remembered", remembered)
	}
	if a.blocked(address.Prev().String(), now) == 0 {
		t.Error("the newest address is forgotten")
	}
}
