// The bits of a float, to compare and print exactly.
#pragma once

#include <cstdint>
#include <string>

std::uint32_t bits_of(float value);
float float_of(std::uint32_t bits);

// All eight digits: 0x4276783d.
std::string hexadecimal(std::uint32_t bits);
