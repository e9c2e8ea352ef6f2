#pragma once

// The one include of LibTorch: tensors and their operators. Half as long to compile as <torch/torch.h>, and no more is
// needed where nothing is trained.
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
