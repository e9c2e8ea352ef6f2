// Chosen where Vulkan is not built in.
#include "engine/base/check.h"
#include "engine/runtime/picture.h"

namespace chladni {

std::unique_ptr<Picture> make_vulkan_picture(const PictureOptions&) {
    throw Error("expected a program built with Vulkan, this one is not; build with -DCHLADNI_WITH_VULKAN=ON");
}

}  // namespace chladni
