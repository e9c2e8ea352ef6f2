#include "engine/render/renderer_lasting.h"

#include <algorithm>

namespace chladni {

namespace {

std::vector<std::string> extensions_for(const RendererOptions& options) {
    std::vector<std::string> all;
    for (SurfaceProvider* window : {options.preview, options.output})
        if (window)
            for (const std::string& name : window->instance_extensions())
                if (std::ranges::find(all, name) == all.end()) all.push_back(name);
    return all;
}

}  // namespace

RendererLasting::RendererLasting(const RendererOptions& wanted) : options(wanted), instance(extensions_for(wanted), wanted.validation) {
    if (wanted.preview) preview.emplace(instance, *wanted.preview);
    if (wanted.output) output.emplace(instance, *wanted.output);
}

std::vector<vk::SurfaceKHR> RendererLasting::windows() const {
    std::vector<vk::SurfaceKHR> all;
    for (const auto* surface : {&preview, &output})
        if (*surface) all.push_back((*surface)->get());
    return all;
}

}  // namespace chladni
