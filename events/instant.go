package events

import (
	"strconv"
	"time"
)

// Instants are those of the years 0 to 9999.
const (
	firstInstant = -62167219200000
	lastInstant  = 253402300799999
)

// timeLayout is how instants are written: RFC 3339 in UTC with milliseconds.
const timeLayout = "2006-01-02T15:04:05.000Z"

// ParseTime reads an instant as analytics clients write it and returns milliseconds
// since 1970 UTC; what is finer is cut off. It takes ISO 8601: a date, alone or with a
// time of day after "T", "t" or a space; seconds and their fraction may be left out;
// the zone is "Z", "z" or an offset such as +02:00, +0200 or +02, and UTC if there is
// none. A leap second, 23:59:60 UTC, is the second after it. A text of at least ten
// digits is read as ParseEpoch does. Years are 0 to 9999.
func ParseTime(text string) (milliseconds int64, ok bool) {
	c := clock{text: text, ok: true}
	at := c.date()
	if c.at < len(text) {
		if !c.take('T') && !c.take('t') && !c.take(' ') {
			return parseDigits(text)
		}
		at += c.timeOfDay()
		at -= c.zone()
	}
	if !c.ok || c.at != len(text) || c.leap && at%dayLength != 0 {
		return parseDigits(text)
	}
	return at, at >= firstInstant && at <= lastInstant
}

// ParseEpoch reads a number of seconds or milliseconds since 1970 UTC. Up to a
// hundred thousand million it is seconds, which is the year 5138; as milliseconds
// that would be 1973. It is refused if it is negative or beyond the year 9999.
func ParseEpoch(number float64) (milliseconds int64, ok bool) {
	const seconds = 1e11
	if number < seconds {
		number *= 1000
	}
	return int64(number), number >= 0 && number <= lastInstant
}

// parseDigits reads a text of digits that counts seconds or milliseconds.
func parseDigits(text string) (int64, bool) {
	const fewest, most = 10, 15
	if len(text) < fewest || len(text) > most {
		return 0, false
	}
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, false
	}
	return ParseEpoch(float64(number))
}

// appendTime appends an instant as JSON text.
func appendTime(out []byte, milliseconds int64) []byte {
	out = append(out, '"')
	out = time.UnixMilli(milliseconds).UTC().AppendFormat(out, timeLayout)
	return append(out, '"')
}

const (
	secondLength = 1000
	minuteLength = 60 * secondLength
	hourLength   = 60 * minuteLength
	dayLength    = 24 * hourLength
)

// clock reads a time from left to right. After something that does not fit ok is false.
type clock struct {
	text string
	at   int
	ok   bool
	leap bool // a second was 60
}

func (c *clock) take(char byte) bool {
	if c.at < len(c.text) && c.text[c.at] == char {
		c.at++
		return true
	}
	return false
}

// need is take for what must be there.
func (c *clock) need(char byte) { c.ok = c.take(char) && c.ok }

// number reads exactly so many digits as a number of up to most.
func (c *clock) number(digits, most int) int64 {
	if c.at+digits > len(c.text) {
		c.ok = false
		return 0
	}
	number := 0
	for range digits {
		digit := c.text[c.at] - '0'
		if digit > 9 {
			c.ok = false
			return 0
		}
		number = number*10 + int(digit)
		c.at++
	}
	c.ok = c.ok && number <= most
	return int64(number)
}

// date reads a date as its midnight in UTC.
func (c *clock) date() int64 {
	year := c.number(4, 9999)
	c.need('-')
	month := c.number(2, 12)
	c.need('-')
	day := c.number(2, 31)
	if !c.ok || month == 0 || day == 0 || day > daysIn(year, month) {
		c.ok = false
		return 0
	}
	return days(year, month, day) * dayLength
}

func (c *clock) timeOfDay() int64 {
	at := c.number(2, 23) * hourLength
	c.need(':')
	at += c.number(2, 59) * minuteLength
	if !c.take(':') {
		return at
	}
	seconds := c.number(2, 60)
	c.leap = seconds == 60
	at += seconds * secondLength
	if c.take('.') || c.take(',') {
		at += c.fraction()
	}
	return at
}

// fraction reads the digits of a fraction of a second.
func (c *clock) fraction() int64 {
	digits, milliseconds := 0, int64(0)
	for ; c.at < len(c.text) && c.text[c.at]-'0' <= 9; c.at++ {
		if digits < 3 {
			milliseconds = milliseconds*10 + int64(c.text[c.at]-'0')
		}
		digits++
	}
	c.ok = c.ok && digits > 0
	for ; digits < 3; digits++ {
		milliseconds *= 10
	}
	if c.leap {
		return 0 // there is no more of the day that it would belong to
	}
	return milliseconds
}

// zone reads what must be subtracted to come to UTC.
func (c *clock) zone() int64 {
	if c.at == len(c.text) || c.take('Z') || c.take('z') {
		return 0
	}
	sign := int64(1)
	if c.take('-') {
		sign = -1
	} else {
		c.need('+')
	}
	offset := c.number(2, 23) * hourLength
	if c.at < len(c.text) {
		c.take(':')
		offset += c.number(2, 59) * minuteLength
	}
	return sign * offset
}

func daysIn(year, month int64) int64 {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// days counts the days since 1970 in the Gregorian calendar. The year is taken to
// begin in March, so that the leap day is its last, and to have months of 153 days in five.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	ofEra := year - era*400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468
}
