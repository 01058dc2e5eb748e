#include "core/strict_float.h"

#include "cli/named_files.h"

#include "core/foreign_text.h"
#include "files/file.h"
#include "files/place.h"

#include <algorithm>
#include <map>
#include <utility>

namespace {

bool may_be_one(const NamedFile& a, const NamedFile& b) {
  if (a.path.empty() || b.path.empty()) return true;
  return a.may_become.count(b.option) + b.may_become.count(a.option) != 0;
}

[[noreturn]] void refuse(const NamedFile& a, const NamedFile& b) {
  const std::string both = a.option + " and " + b.option + " expect two files, but ";
  if (a.path == b.path) throw UsageError(both + "both got " + printable_quoted(a.path));
  throw UsageError(both + printable_quoted(a.path) + " and " + printable_quoted(b.path) +
                   " are one");
}

// Who writes to /dev/stdout means to write where standard output goes.
void require_other_than_streams(const NamedFile& file, const FilePlace& place) {
  if (!file.is_written || place.in_place) return;
  for (const auto& [path, stream] :
       {std::pair("/dev/stdout", "standard output"), std::pair("/dev/stderr", "standard error")}) {
    if (are_one(place, place_of(path))) {
      throw UsageError(file.option + " expects a file of its own, but " + stream + " goes to " +
                       printable_quoted(file.path) + ", too");
    }
  }
}

// Takes off what torch.compile, DataParallel or a module around the model put before all names.
std::string take_off_prefix(  // NOLINT(misc-no-recursion): each turn shortens every name
    std::map<std::string, Tensor>& tensors) {
  for (const std::string prefix : {"_orig_mod.", "module.", "model.", "encoder."}) {
    const auto has_it = [&](const auto& entry) { return entry.first.rfind(prefix, 0) == 0; };
    if (tensors.empty() || !std::all_of(tensors.begin(), tensors.end(), has_it)) continue;
    std::map<std::string, Tensor> renamed;
    for (auto& [name, tensor] : tensors) renamed[name.substr(prefix.size())] = std::move(tensor);
    tensors.swap(renamed);
    return prefix + take_off_prefix(tensors);
  }
  return "";
}

}  // namespace

void require_different_files(const std::vector<NamedFile>& files) {
  std::vector<FilePlace> places(files.size());
  std::transform(files.begin(), files.end(), places.begin(),
                 [](const NamedFile& file) { return place_of(file.path); });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!files[i].is_written) continue;  // of the many that are read, none is compared with another
    for (std::size_t j = 0; j < files.size(); ++j) {
      const bool was_compared = j <= i && files[j].is_written;
      if (was_compared || may_be_one(files[i], files[j])) continue;
      if (are_one(places[i], places[j])) refuse(files[std::min(i, j)], files[std::max(i, j)]);
    }
    if (!files[i].path.empty()) require_other_than_streams(files[i], places[i]);
  }
}

OutputFiles::OutputFiles(const std::vector<NamedFile>& files, const Console& console)
    : console_(console) {
  require_different_files(files);
  for (const NamedFile& file : files) {
    if (file.is_written) files_.emplace_back(file.path);
  }
}

void OutputFiles::open() {
  for (OutputFile& file : files_) {
    if (file.is_in_place()) file.begin();
  }
}

bool OutputFiles::attempt(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    if (!told_.insert(error.what()).second) return false;
    if (console_.err_is_terminal) console_.err << kEraseLine;
    complain(console_, error.what());
    return false;
  }
  return true;
}

void OutputFiles::write(std::size_t place, const std::function<void(std::ostream& out)>& write) {
  attempt([&] { write_file(files_[place], write); });
}

Safetensors read_tensors(const std::string& path, const Console& console) {
  Safetensors file = from_file(path, read_safetensors);
  const std::string prefix = take_off_prefix(file.tensors);
  if (!prefix.empty()) {
    complain(console, printable(path) + ": each name is read without its " + prefix);
  }
  return file;
}
