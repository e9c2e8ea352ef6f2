#include "engine/media/upright.h"

#include <cmath>
#include <cstring>

extern "C" {
#include <libavutil/display.h>
}

namespace chladni {

namespace {

constexpr std::size_t kMatrixBytes = 9 * sizeof(std::int32_t);

const std::uint8_t* display_matrix(const AVStream& stream) {
#if LIBAVCODEC_VERSION_MAJOR >= 61
    const AVCodecParameters& coded = *stream.codecpar;
    const AVPacketSideData* data = av_packet_side_data_get(coded.coded_side_data, coded.nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data && data->size >= kMatrixBytes ? data->data : nullptr;
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return size >= kMatrixBytes ? data : nullptr;
#endif
}

}  // namespace

int quarter_turns(const AVStream& stream) {
    const std::uint8_t* data = display_matrix(stream);
    if (!data) return 0;
    std::int32_t matrix[9];
    std::memcpy(matrix, data, sizeof matrix);
    const double anticlockwise = av_display_rotation_get(matrix);
    if (!std::isfinite(anticlockwise)) return 0;
    return ((static_cast<int>(std::lround(-anticlockwise / 90.0)) % 4) + 4) % 4;
}

std::vector<std::uint8_t> turned(const std::vector<std::uint8_t>& rgba, int width, int height, int quarters) {
    std::vector<std::uint8_t> out(rgba.size());
    const int out_width = quarters % 2 ? height : width, out_height = quarters % 2 ? width : height;
    for (int y = 0; y < out_height; ++y)
        for (int x = 0; x < out_width; ++x) {
            const int from_x = quarters == 1 ? y : quarters == 2 ? width - 1 - x : quarters == 3 ? width - 1 - y : x;
            const int from_y = quarters == 1 ? height - 1 - x : quarters == 2 ? height - 1 - y : quarters == 3 ? x : y;
            std::memcpy(out.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(out_width) + static_cast<std::size_t>(x)) * 4,
                        rgba.data() + (static_cast<std::size_t>(from_y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(from_x)) * 4, 4);
        }
    return out;
}

}  // namespace chladni
