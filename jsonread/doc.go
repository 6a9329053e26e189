// Package jsonread reads JSON strictly, in one pass, without building anything:
// whoever uses it takes the values that it knows and has the others checked.
package jsonread
