#include "core/strict_float.h"

#include "files/file.h"

#include "core/foreign_text.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace {

[[noreturn]] void cannot_read(const std::string& path, int reason) {
  throw std::runtime_error("cannot read " + printable(path) + ": " + std::strerror(reason));
}

}  // namespace

void refuse_file(const std::string& name, const std::string& what) {
  throw std::runtime_error(printable(name) + ": " + what);
}

std::ifstream open_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) cannot_read(path, errno);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) cannot_read(path, EISDIR);  // which opens
  return file;
}

// In parts: character by character, a merge of many runs takes one and a half times as long.
bool read_line(std::istream& in, std::string& line, const std::string& name) {
  constexpr std::size_t kMost = 1000000;
  std::array<char, 4096> part{};
  line.clear();
  do {
    in.clear(in.rdstate() & ~std::ios::failbit);  // which says that the part was full
    in.getline(part.data(), part.size());
    const bool has_end = in.good();  // that counts, too
    line.append(part.data(), static_cast<std::size_t>(in.gcount()) - (has_end ? 1 : 0));
    if (line.size() > kMost)
      refuse_file(name, "expected no line of more than a million characters");
  } while (in.fail() && !in.eof() && !in.bad());
  if (in.bad()) refuse_file(name, "cannot be read to its end");
  return in.good() || !line.empty();
}

void refuse_byte_order_mark(const std::string& text, const std::string& name) {
  for (const auto& [mark, encoding] :
       {std::pair("\xef\xbb\xbf", "UTF-8"), std::pair("\xff\xfe", "UTF-16"),
        std::pair("\xfe\xff", "UTF-16")}) {
    if (text.rfind(mark, 0) != 0) continue;
    refuse_file(name, std::string("expected plain text, found the byte order mark of ") + encoding);
  }
}
