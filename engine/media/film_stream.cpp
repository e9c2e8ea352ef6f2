#include "engine/media/film_stream.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "engine/base/check.h"

namespace chladni {

OutputFile::OutputFile(const std::filesystem::path& path) : name_(path.string()) {
    av_log_set_level(AV_LOG_QUIET);
    AVFormatContext* made = nullptr;
    check(avformat_alloc_output_context2(&made, nullptr, nullptr, path.c_str()), "find a container for");
    context_.reset(made);
    check(avio_open(&context_->pb, path.c_str(), AVIO_FLAG_WRITE), "open");
}

void OutputFile::check(int result, const char* doing) const {
    require(result >= 0, std::string("expected to ") + doing + " '" + name_ + "', got: " + av_words(result) +
                             (result == AVERROR(ENOSPC) ? "; free some space" : ""));
}

void OutputFile::begin(bool in_fragments) {
    AVDictionary* options = nullptr;
    const std::string format = context_->oformat->name;
    if (format == "mp4" || format == "mov") {
        av_dict_set(&options, "movflags", in_fragments ? "+empty_moov+default_base_moof" : "+faststart", 0);
        if (in_fragments) av_dict_set(&options, "frag_duration", "1000000", 0);  // us
    }
    const int result = avformat_write_header(context_.get(), &options);
    av_dict_free(&options);
    check(result, "begin");
}

void OutputFile::write(AVPacket& packet) {
    check(av_interleaved_write_frame(context_.get(), &packet), "write");
    check(context_->pb->error, "write");  // a full disk shows here, late
}

void OutputFile::finish() {
    check(av_write_trailer(context_.get()), "finish");
    avio_flush(context_->pb);
    check(context_->pb->error, "finish");
    check(avio_closep(&context_->pb), "close");
}

void OutputFile::leave() { avio_closep(&context_->pb); }

EncodedStream::EncodedStream(OutputFile& output, const std::string& codec) : output_(output), packet_(make_packet()) {
    const AVCodec* found = avcodec_find_encoder_by_name(codec.c_str());
    require(found, "expected FFmpeg to have the encoder " + codec + ", it has not; choose another codec");
    encoder_.reset(avcodec_alloc_context3(found));
    stream_ = avformat_new_stream(&output.context(), nullptr);
    if (!encoder_ || !stream_) throw std::bad_alloc();
    if (output.context().oformat->flags & AVFMT_GLOBALHEADER) encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
}

void EncodedStream::open(const std::string& options) {
    AVDictionary* dictionary = nullptr;
    av_dict_parse_string(&dictionary, options.c_str(), "=", ":", 0);
    const int result = avcodec_open2(encoder_.get(), encoder_->codec, &dictionary);
    av_dict_free(&dictionary);
    require(result >= 0, std::string("expected to open the encoder ") + encoder_->codec->name + ", got: " + av_words(result));
    avcodec_parameters_from_context(stream_->codecpar, encoder_.get());
    stream_->time_base = encoder_->time_base;
}

void EncodedStream::encode(AVFrame* frame) {
    const int sent = avcodec_send_frame(encoder_.get(), frame);
    require(sent >= 0 || sent == AVERROR_EOF, "expected to encode a frame, got: " + av_words(sent));
    while (avcodec_receive_packet(encoder_.get(), packet_.get()) >= 0) {
        if (packet_duration_ > 0) packet_->duration = packet_duration_;
        av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream_->time_base);
        packet_->stream_index = stream_->index;
        output_.write(*packet_);
    }
}

void EncodedStream::finish() { encode(nullptr); }

PictureStream::PictureStream(OutputFile& output, const PictureCoding& coding) : EncodedStream(output, coding.codec), coding_(coding) {
    encoder_->width = coding.width;
    encoder_->height = coding.height;
    encoder_->pix_fmt = coding.format;
    const AVRational rate = av_d2q(coding.frame_rate, 60060);
    encoder_->framerate = rate;
    encoder_->time_base = av_inv_q(rate);
    encoder_->color_range = AVCOL_RANGE_MPEG;
    encoder_->colorspace = AVCOL_SPC_BT709;
    encoder_->color_primaries = AVCOL_PRI_BT709;
    encoder_->color_trc = AVCOL_TRC_BT709;
    stream_->avg_frame_rate = stream_->r_frame_rate = rate;
    packet_duration_ = 1;  // else the last picture has none, and the film reads as a little too fast
    open(coding.options);
    scaler_.reset(sws_getContext(coding.width, coding.height, AV_PIX_FMT_RGBA, coding.width, coding.height, coding.format,
                                 SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr));
    require(scaler_ != nullptr, "expected to convert pictures of " + std::to_string(coding.width) + "x" + std::to_string(coding.height) + ", FFmpeg cannot");
    const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler_.get(), bt709, 1, bt709, 0, 0, 1 << 16, 1 << 16);
    frame_ = make_frame();
    frame_->format = coding.format;
    frame_->width = coding.width;
    frame_->height = coding.height;
    if (av_frame_get_buffer(frame_.get(), 0) < 0) throw std::bad_alloc();
}

void PictureStream::write(const PictureView& picture) {
    require(picture.width == coding_.width && picture.height == coding_.height,
            "expected a picture of " + std::to_string(coding_.width) + "x" + std::to_string(coding_.height) + ", got " +
                std::to_string(picture.width) + "x" + std::to_string(picture.height));
    if (av_frame_make_writable(frame_.get()) < 0) throw std::bad_alloc();
    const int stride = picture.width * 4;
    sws_scale(scaler_.get(), &picture.rgba, &stride, 0, picture.height, frame_->data, frame_->linesize);
    frame_->pts = next_++;
    encode(frame_.get());
}

SoundStream::SoundStream(OutputFile& output, const SoundCoding& coding) : EncodedStream(output, coding.codec), channels_(coding.channels) {
    encoder_->sample_rate = coding.rate;
    av_channel_layout_default(&encoder_->ch_layout, coding.channels);
    encoder_->sample_fmt = encoder_->codec->sample_fmts[0];
    encoder_->bit_rate = coding.bit_rate;
    encoder_->time_base = {1, coding.rate};
    open("");
    SwrContext* made = nullptr;
    swr_alloc_set_opts2(&made, &encoder_->ch_layout, encoder_->sample_fmt, coding.rate, &encoder_->ch_layout, AV_SAMPLE_FMT_FLT,
                        coding.rate, 0, nullptr);
    converter_.reset(made);
    require(made && swr_init(made) >= 0, "expected to convert samples for the encoder, FFmpeg cannot");
}

void SoundStream::write(std::span<const float> interleaved) {
    waiting_.insert(waiting_.end(), interleaved.begin(), interleaved.end());
    const auto per_frame = static_cast<std::size_t>(encoder_->frame_size > 0 ? encoder_->frame_size : 4096);
    while (waiting_.size() >= per_frame * static_cast<std::size_t>(channels_)) encode_some(per_frame);
}

void SoundStream::encode_some(std::size_t samples) {
    frame_ = make_frame();
    frame_->format = encoder_->sample_fmt;
    frame_->nb_samples = static_cast<int>(samples);
    frame_->sample_rate = encoder_->sample_rate;
    av_channel_layout_copy(&frame_->ch_layout, &encoder_->ch_layout);
    if (av_frame_get_buffer(frame_.get(), 0) < 0) throw std::bad_alloc();
    const auto* from = reinterpret_cast<const std::uint8_t*>(waiting_.data());
    swr_convert(converter_.get(), frame_->extended_data, frame_->nb_samples, &from, frame_->nb_samples);
    frame_->pts = next_;
    next_ += frame_->nb_samples;
    encode(frame_.get());
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(samples * static_cast<std::size_t>(channels_)));
}

void SoundStream::finish() {
    if (!waiting_.empty()) encode_some(waiting_.size() / static_cast<std::size_t>(channels_));
    EncodedStream::finish();
}

}  // namespace chladni
