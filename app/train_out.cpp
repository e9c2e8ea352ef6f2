#include "app/train_out.h"

#include "app/loss_plot.h"
#include "app/words.h"
#include "engine/base/atomic_file.h"
#include "engine/base/log.h"

namespace chladni {

namespace {

constexpr double kRecent = 0.95;  // of the running means

std::string duration_words(double seconds) {
    const auto minutes = static_cast<long>(seconds / 60);
    if (minutes < 60) return std::to_string(minutes) + " min";
    return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string words_of(const train::HeldBackLosses& losses) {
    std::string words = with_digits(losses.own, 3) + ", with no sound " + with_digits(losses.no_sound, 3);
    if (losses.other_sound >= 0) words += ", with another clip's sound " + with_digits(losses.other_sound, 3);
    if (losses.other_caption >= 0) words += ", with another clip's caption " + with_digits(losses.other_caption, 3);
    return words;
}

}  // namespace

void TrainOut::operator()(const TrainNews& news) {
    const double share = static_cast<double>(news.at) / static_cast<double>(std::max<std::int64_t>(1, news.of));
    if (news.kind == TrainNews::Kind::kTrouble) return log_warning(news.text);
    if (news.kind == TrainNews::Kind::kWords) return log_info(news.text);
    if (news.kind == TrainNews::Kind::kLatents) return progress_.show(share, "latents of clip " + std::to_string(news.at) + " of " + std::to_string(news.of));
    seconds_ = seconds_ > 0 ? kRecent * seconds_ + (1 - kRecent) * news.seconds : news.seconds;
    loss_ = loss_ > 0 ? kRecent * loss_ + (1 - kRecent) * news.loss : news.loss;
    std::string words = "step " + std::to_string(news.at) + " of " + std::to_string(news.of) + ", loss " + with_digits(loss_, 3) + ", " + with_digits(seconds_, 2) +
                        " s a step, " + duration_words(seconds_ * static_cast<double>(news.of - news.at)) + " left";
    progress_.show(share, words);
    if (!news.held_back.measured()) return;
    log_info("step " + std::to_string(news.at) + ": loss on held-back clips " + words_of(news.held_back));
    draw();
}

void TrainOut::draw() const {
    try {
        write_file_atomically(run_ / "loss.svg", loss_plot(train::read_loss_log(run_ / "loss.csv"), title_));
    } catch (const std::exception& error) {
        log_warning(std::string("the plot of the losses was not written: ") + error.what());
    }
}

}  // namespace chladni
