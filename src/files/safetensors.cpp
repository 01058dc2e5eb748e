#include "core/strict_float.h"

#include "files/safetensors.h"

#include "core/float_bits.h"
#include "core/foreign_text.h"
#include "core/json.h"
#include "core/named.h"
#include "files/file.h"
#include "files/safetensors_header.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace {

constexpr std::uint64_t kMostHeader =
    8000000;  // of names and numbers, ten times as large once read
constexpr std::uint64_t kFloatSize = 4;

// A float of 16 bits, of which 5 are the exponent: the same number as a float. Exact.
std::uint32_t bits_of_half(std::uint32_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16U;
  const std::uint32_t size = half & 0x7fffU;
  if (size >= 0x7c00U)
    return sign | 0x7f800000U | ((size & 0x3ffU) << 13U);  // infinite, or no number
  return sign | bits_of(float_of(size << 13U) * 0x1p112F);
}

// Rounded to nearest; infinite where no float is as large.
std::uint32_t bits_of_double(std::uint64_t bits) {
  constexpr double kFirstBeyond = 0x1.ffffffp127;
  const double number = double_of(bits);
  if (std::abs(number) < kFirstBeyond) return bits_of(static_cast<float>(number));
  return static_cast<std::uint32_t>((bits >> 32U) & 0x80000000U) | 0x7f800000U;
}

// How numbers are stored: their bytes, and the float that they are.
struct Kind {
  const char* name;
  std::uint64_t size;
  std::uint32_t (*bits)(const char* bytes);  // of the float
};
constexpr std::array<Kind, 4> kKinds = {{
    {"F32", kFloatSize, from_little_endian<std::uint32_t>},
    {"F16", 2, [](const char* at) { return bits_of_half(from_little_endian<std::uint16_t>(at)); }},
    {"BF16", 2,
     [](const char* at) { return std::uint32_t{from_little_endian<std::uint16_t>(at)} << 16U; }},
    {"F64", 8,
     [](const char* at) { return bits_of_double(from_little_endian<std::uint64_t>(at)); }},
}};

std::string header_of(const Metadata& metadata,
                      const std::map<std::string, const Tensor*>& tensors) {
  const auto whole = [](std::uint64_t number) { return std::to_string(number); };
  std::vector<json::Member> members = {{"__metadata__", json::object_of_texts(metadata)}};
  std::array<std::uint64_t, 2> offsets = {0, 0};
  for (const auto& [name, tensor] : tensors) {
    offsets = {offsets[1], offsets[1] + tensor->size() * kFloatSize};
    members.push_back({name, json::object({{"dtype", json::quoted("F32")},
                                           {"shape", json::array(tensor->shape(), whole)},
                                           {"data_offsets", json::array(offsets, whole)}})});
  }
  std::string header = json::object(members);
  header.resize((header.size() + 7) / 8 * 8, ' ');
  return header;
}

// Why a file is no safetensors: what it is by its first bytes, and what to do with it; `otherwise`
// where they do not tell.
std::string why_not(const std::string& bytes, const std::string& otherwise) {
  const std::string found = "expected safetensors, found ";
  if (bytes.empty()) return found + "an empty file";
  for (const auto& [start, kind] : std::initializer_list<std::pair<const char*, const char*>>{
           {"PK",
            "a zip, as torch.save writes: load it in PyTorch, and save its state_dict() as "
            "safetensors"},
           {"\x80",
            "a pickle of Python: load it in PyTorch, and save its state_dict() as safetensors"},
           {"version ", "a git LFS pointer: fetch the file itself, by git lfs pull"},
           {"<", "a web page: download the file itself"},
           {"GGUF", "GGUF, whose models are others than posembed's"},
           {"\x93NUMPY", "an array of NumPy (.npy): save all tensors as one safetensors file"},
           {"{", "JSON, such as the index of a model in parts: name a .safetensors file"}}) {
    if (bytes.rfind(start, 0) == 0) return found + kind;
  }
  return otherwise;
}

class SafetensorsReader {
 public:
  SafetensorsReader(std::istream& in, const std::string& name) : in_(in) { file_.name = name; }

  Safetensors read() {
    in_.seekg(0, std::ios::end);
    const std::streamoff end = in_.tellg();
    in_.seekg(0);
    if (!in_ || end < 0) fail("expected a file that can be read from any place");
    size_ = static_cast<std::uint64_t>(end);
    const std::size_t header_size = read_header_size();
    std::string text(header_size, '\0');
    read_bytes(text.data(), text.size());
    SafetensorsHeader header;
    try {
      header = parse_safetensors_header(text);
    } catch (const std::runtime_error& error) {
      fail(error.what());
    }
    check_offsets(header.tensors, size_ - 8 - header_size);
    file_.metadata = std::move(header.metadata);
    for (const TensorEntry& entry : header.tensors) file_.tensors[entry.name] = read_tensor(entry);
    return std::move(file_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { file_.refuse(what); }

  void read_bytes(char* bytes, std::size_t count) {
    in_.read(bytes, static_cast<std::streamsize>(count));
    if (!in_) fail("cannot be read to its end");
  }

  std::size_t read_header_size() {
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(size_, 8)), '\0');
    read_bytes(bytes.data(), bytes.size());
    if (size_ < 8) {
      fail(why_not(bytes, "expected at least the 8 bytes of the header's length, found " +
                              std::to_string(size_)));
    }
    const auto length = from_little_endian<std::uint64_t>(bytes.data());
    const std::uint64_t most = std::min(kMostHeader, size_ - 8);
    if (length > most) {
      fail(why_not(bytes, "expected a header of at most " + std::to_string(most) +
                              " bytes, found a length of " + std::to_string(length)));
    }
    return static_cast<std::size_t>(length);
  }

  // The tensors must be as large as their shapes say, and fill the data without holes.
  // Sorts them as they lie in the data.
  void check_offsets(std::vector<TensorEntry>& tensors, std::uint64_t data_size) const {
    std::sort(tensors.begin(), tensors.end(), [](const TensorEntry& a, const TensorEntry& b) {
      return std::make_pair(a.begin, a.end) < std::make_pair(b.begin, b.end);
    });
    std::uint64_t expected = 0;
    for (const TensorEntry& entry : tensors) {
      const std::string tensor = "tensor " + printable(entry.name) + ": ";
      const Kind* kind = find_named(kKinds, entry.dtype);
      if (kind == nullptr) {
        fail(tensor + "expected dtype F32, F16, BF16 or F64, found " + printable(entry.dtype));
      }
      if (entry.begin != expected) {
        fail(tensor + "expected its values to begin at " + std::to_string(expected) +
             ", where those before end, found " + std::to_string(entry.begin));
      }
      const std::uint64_t size = size_of(entry, kind->size, tensor);
      if (entry.end != entry.begin + size) {
        fail(tensor + "expected " + std::to_string(size) + " bytes for its shape, found offsets " +
             std::to_string(entry.begin) + " to " + std::to_string(entry.end));
      }
      expected = entry.end;
    }
    if (expected != data_size) {
      fail("expected " + std::to_string(expected) + " bytes of values, found " +
           std::to_string(data_size));
    }
  }

  std::uint64_t size_of(const TensorEntry& entry, std::uint64_t size,
                        const std::string& tensor) const {
    if (entry.shape.empty() || entry.shape.size() > 2) {
      fail(tensor + "expected one or two dimensions, found " + std::to_string(entry.shape.size()));
    }
    if (std::count(entry.shape.begin(), entry.shape.end(), 0U) > 0) {
      fail(tensor + "expected a shape without 0");
    }
    for (const std::uint64_t length : entry.shape) {
      if (size > std::numeric_limits<std::size_t>::max() / 2 / length) {
        fail(tensor + "expected a shape that fits in memory");
      }
      size *= length;
    }
    return size;
  }

  Tensor read_tensor(const TensorEntry& entry) {
    Tensor tensor(std::vector<std::size_t>(entry.shape.begin(), entry.shape.end()));
    if (tensor.size() == 0) return tensor;  // whose rows may be many, or long
    const Kind& kind = *find_named(kKinds, entry.dtype);
    std::vector<char> bytes(tensor.cols() * static_cast<std::size_t>(kind.size));
    for (std::size_t i = 0; i < tensor.rows(); ++i) {
      read_bytes(bytes.data(), bytes.size());
      for (std::size_t j = 0; j < tensor.cols(); ++j) {
        const std::uint32_t bits = kind.bits(bytes.data() + j * kind.size);
        tensor.row(i)[j] = float_of(bits);
        if (!std::isfinite(tensor.row(i)[j])) {
          fail("tensor " + printable(entry.name) + ", row " + std::to_string(i) + ", column " +
               std::to_string(j) + ": expected a finite number, found " + hexadecimal(bits));
        }
      }
    }
    return tensor;
  }

  std::istream& in_;
  Safetensors file_;
  std::uint64_t size_ = 0;
};

}  // namespace

void write_safetensors(std::ostream& out, const Metadata& metadata,
                       const std::map<std::string, const Tensor*>& tensors) {
  const std::string header = header_of(metadata, tensors);
  std::array<char, 8> length{};
  to_little_endian(std::uint64_t{header.size()}, length.data());
  out.write(length.data(), length.size());
  out << header;
  for (const auto& [name, tensor] : tensors) write_floats(out, *tensor);
}

Safetensors read_safetensors(std::istream& in, const std::string& name) {
  return SafetensorsReader(in, name).read();
}

void Safetensors::refuse(const std::string& what) const { refuse_file(name, what); }

const std::string& Safetensors::entry(const std::string& key) const {
  const auto found = metadata.find(key);
  if (found == metadata.end()) refuse("expected metadata " + key + ", found none");
  return found->second;
}

const Tensor& Safetensors::tensor(const std::string& key) const {
  const auto found = tensors.find(key);
  if (found != tensors.end()) return found->second;
  std::string names;  // the first, to see what model it is
  std::size_t shown = 0;
  for (const auto& [other, values] : tensors) {
    if (shown == 3) break;
    names += (shown++ == 0 ? "" : ", ") + printable(other, 60);
  }
  const std::size_t more = tensors.size() - shown;
  if (more > 0) names += " and " + std::to_string(more) + " more";
  refuse("expected tensor " + key + ", found " + (names.empty() ? "none" : names));
}
