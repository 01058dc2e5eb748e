// Many pieces of work, several at a time.
#pragma once

#include <cstddef>
#include <functional>

// Whether to stop: asked before each step, by any thread.
using Stopped = std::function<bool()>;

// Hands in what a piece of work has made; none where the piece was stopped.
using HandIn = std::function<void()>;
using PieceOfWork = std::function<HandIn(std::size_t k, const Stopped& stopped)>;

// Does the pieces 0 to count - 1, `jobs` at a time, each in one thread, and hands each in when it
// is done: one thread at a time, in no fixed order. Once one was stopped, its thread begins no
// more. Rethrows what a piece or its handing in throws.
void do_pieces(std::size_t count, std::size_t jobs, const PieceOfWork& piece,
               const Stopped& stopped);
