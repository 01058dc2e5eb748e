#include "core/strict_float.h"

#include "files/file_buffer.h"

#include "files/system.h"

#include <cerrno>

void FileBuffer::open(int descriptor) {
  close();
  descriptor_ = descriptor;
  error_ = 0;
  setp(bytes_.data(), bytes_.data() + bytes_.size());
}

bool FileBuffer::close() {
  if (!is_open()) return error_ == 0;
  sync();
  const bool closed = os::close(descriptor_);
  if (!closed && error_ == 0) error_ = errno;
  descriptor_ = -1;
  setp(nullptr, nullptr);
  return error_ == 0;
}

int FileBuffer::sync() {
  const auto count = static_cast<std::size_t>(pptr() - pbase());
  if (is_open() && error_ == 0 && !os::write(descriptor_, pbase(), count)) error_ = errno;
  setp(pbase(), epptr());
  return is_open() && error_ == 0 ? 0 : -1;
}

FileBuffer::int_type FileBuffer::overflow(int_type c) {
  if (sync() != 0) return traits_type::eof();
  return traits_type::eq_int_type(c, traits_type::eof()) ? traits_type::not_eof(c)
                                                         : sputc(traits_type::to_char_type(c));
}
