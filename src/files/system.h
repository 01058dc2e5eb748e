// What C++17's library cannot do with files: the only place that asks the operating system itself.
// Where something fails, errno says why.
#pragma once

#include <cstddef>
#include <filesystem>

namespace os {

int process_id();

// The most bytes that the system lets this process use, by the control groups that it is in (Linux,
// versions 1 and 2), where `root` is /: infinity where there is no limit.
double memory_limit(const std::filesystem::path& root = "/");

// How many processors it may use: as many as there are, but no more than their quota of time makes.
std::size_t processors(const std::filesystem::path& root = "/");

// Whether this process may write to a file that is there.
bool may_write(const std::filesystem::path& file);
// Whether both are one regular file, by whatever names, even while others replace them.
bool are_one_file(const std::filesystem::path& a, const std::filesystem::path& b);
// Whether the descriptor is open, and for writing.
bool is_writable(int descriptor);

// Makes a file that was not there, and opens it for writing: -1 with EEXIST where anything has
// that name, a link included. Where `like` is there, it has its mode and owner, and nobody else
// could look into it before.
int create(const std::filesystem::path& file, const std::filesystem::path& like);
// Opens what is there, as it is. A FIFO waits for its reader.
int open_in_place(const std::filesystem::path& file);
// The same open file once more, with the same place in it.
int duplicate(int descriptor);

// Returns once what was written would outlive a power cut: the file; and the names in a folder.
bool reach_disk(int descriptor);
bool names_reach_disk(const std::filesystem::path& folder);

bool write(int descriptor, const char* bytes, std::size_t count);
bool close(int descriptor);
// Gives a file, open as `descriptor`, the name of another, which it replaces. Returns the
// descriptor to go on with: where an open file cannot be renamed, it is closed and opened anew.
int rename_open(int descriptor, const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace os
