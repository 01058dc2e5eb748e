// The version's one place: CMakeLists.txt reads it here.
#pragma once

constexpr const char* kVersion = "0.1.0";
