// Sequences as text: one a line, token ids between blanks; # starts a comment.
#pragma once

#include "data/sequences.h"

#include <cstdint>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

// Reads until the end. Lines may end in \r\n; lines without tokens are passed over. Throws
// std::runtime_error with `name`, line and column where something is no token id, a sequence is
// longer than a table of positions can be, or there is no sequence at all. Tokens `pad` at the end
// of a sequence are left out; it throws, too, where a sequence is nothing else.
Sequences read_sequences(std::istream& in, const std::string& name,
                         std::optional<std::int32_t> pad = std::nullopt);

// What to say where the sequences, several of one length, seem to be padded: most end in one token,
// twice. Else nothing.
std::string padding_hint(const Sequences& data, const std::string& name);

void write_sequences(std::ostream& out, const Sequences& data);

// SHA-256 of the sequences: each token as four bytes, lowest first, and -1 after each sequence.
std::string digest_of_sequences(const Sequences& data);
