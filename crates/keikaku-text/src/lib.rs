//! Bytes to text: encodings, spans, lines, display width, normalisation with alignment.
