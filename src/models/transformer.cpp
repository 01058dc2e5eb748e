#include "core/strict_float.h"

#include "models/transformer.h"

template class Transformer<float>;
template class Transformer<double>;
