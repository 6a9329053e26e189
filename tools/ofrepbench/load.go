package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// body has ten attributes.
const body = `{"context":{"targetingKey":"user-4711","country":"US","plan":"pro","sessions":7,"role":"designer","industry":"retail","trial":true,"seats":12,"browser":"Firefox","language":"en"}}`

func (t *target) request(work workload) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		work.path, t.Address, t.Key, len(body), body)
}

// answer returns the body of one answer.
func (t *target) answer(work workload) ([]byte, error) {
	connection, err := net.Dial("tcp", t.Address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }()
	if _, err := connection.Write(t.request(work)); err != nil {
		return nil, err
	}
	return readAnswer(bufio.NewReader(connection), nil)
}

// readAnswer reads one answer that says its length.
func readAnswer(r *bufio.Reader, buffer []byte) ([]byte, error) {
	status, err := r.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(status, []byte(" 200 ")) {
		return nil, fmt.Errorf("the server answers %s", bytes.TrimSpace(status))
	}
	length := -1
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && bytes.EqualFold(name, []byte("Content-Length")) {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("the answer has no Content-Length")
	}
	buffer = slices.Grow(buffer[:0], length)[:length]
	_, err = io.ReadFull(r, buffer)
	return buffer, err
}

// result is what one round, or the median of several, showed.
type result struct {
	rate     float64 // requests a second
	cpu      float64 // microseconds of the server's CPU per request
	p50, p99 time.Duration
}

func (r result) print(name string) {
	fmt.Printf("  %-14s %10.0f %12.1f %9.2f %9.2f\n", name, r.rate, r.cpu, r.p50.Seconds()*1e3, r.p99.Seconds()*1e3)
}

// load sends requests over keep-alive connections for a while.
func (t *target) load(work workload, length time.Duration) (result, error) {
	before, begin := t.CPUTime(), time.Now()
	end := begin.Add(length)
	latencies := make([][]time.Duration, work.connections)
	failures := make([]error, work.connections)
	var wait sync.WaitGroup
	for i := range work.connections {
		wait.Go(func() { latencies[i], failures[i] = t.drive(work, end) })
	}
	wait.Wait()
	for _, err := range failures {
		if err != nil {
			return result{}, err
		}
	}
	all := slices.Concat(latencies...)
	slices.Sort(all)
	n := float64(len(all))
	return result{
		rate: n / time.Since(begin).Seconds(),
		cpu:  float64((t.CPUTime() - before).Microseconds()) / n,
		p50:  all[len(all)/2], p99: all[len(all)*99/100],
	}, nil
}

func (t *target) drive(work workload, end time.Time) ([]time.Duration, error) {
	connection, err := net.Dial("tcp", t.Address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }()
	request, reader, want := t.request(work), bufio.NewReaderSize(connection, 64<<10), []byte(work.want)
	var latencies []time.Duration
	var buffer []byte
	for begin := time.Now(); begin.Before(end); begin = time.Now() {
		if _, err := connection.Write(request); err != nil {
			return nil, err
		}
		if buffer, err = readAnswer(reader, buffer); err != nil {
			return nil, err
		}
		if len(latencies) == 0 && !bytes.Contains(buffer, want) {
			return nil, fmt.Errorf("the answer lacks %s: %.200s", want, buffer)
		}
		latencies = append(latencies, time.Since(begin))
	}
	return latencies, nil
}

func median(results []result) result {
	sorted := slices.Clone(results)
	slices.SortFunc(sorted, func(a, b result) int { return int(a.rate - b.rate) })
	return sorted[len(sorted)/2]
}

func ratios(us, them []result) string {
	texts := make([]string, len(us))
	for i := range us {
		texts[i] = fmt.Sprintf("%.2f", us[i].rate/them[i].rate)
	}
	return strings.Join(texts, " ")
}
