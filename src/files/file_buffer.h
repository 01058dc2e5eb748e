// A stream's bytes on their way to an open file, with the reason where they could not go.
#pragma once

#include <streambuf>
#include <vector>

class FileBuffer : public std::streambuf {
 public:
  FileBuffer() = default;
  ~FileBuffer() override { close(); }
  FileBuffer(const FileBuffer&) = delete;
  FileBuffer& operator=(const FileBuffer&) = delete;

  // From here on everything goes to the descriptor, which is closed at the end.
  void open(int descriptor);
  bool is_open() const { return descriptor_ != -1; }
  int descriptor() const { return descriptor_; }
  // The same file goes on under another descriptor.
  void go_on_with(int descriptor) { descriptor_ = descriptor; }
  // False where something did not get there.
  bool close();

  // The errno of the first write that failed; 0 while none has. After that nothing is written.
  int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override;
  int sync() override;

 private:
  int descriptor_ = -1;
  int error_ = 0;
  std::vector<char> bytes_ = std::vector<char>(65536);
};
