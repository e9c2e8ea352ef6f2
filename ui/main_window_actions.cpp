// What the actions of the table do.
#include <QDir>
#include <QPushButton>
#include <QStandardPaths>

#include "engine/base/check.h"
#include "engine/runtime/show.h"
#include "ui/bottom_strip.h"
#include "ui/control_column.h"
#include "ui/file_choice.h"
#include "ui/key_sheet.h"
#include "ui/listening_panel.h"
#include "ui/look_bar.h"
#include "ui/main_window.h"
#include "ui/model_panel.h"
#include "ui/notice_line.h"
#include "ui/output_control.h"
#include "ui/prompt_panel.h"
#include "ui/sound_panel.h"
#include "ui/stage_row.h"
#include "ui/tempo_panel.h"

namespace chladni {

namespace {

const QString kLookFilter = QStringLiteral("Looks (*.json)");

// The first number that is free behind `given`, so that no picture and no film is ever lost; one that is given may not be on the disk yet.
std::string free_name(QStandardPaths::StandardLocation place, const QString& ending, int& given) {
    const QDir folder(QStandardPaths::writableLocation(place));
    folder.mkpath(".");
    for (int number = given + 1;; ++number) {
        const QString name = folder.filePath(QStringLiteral("chladni-%1.%2").arg(number, 4, 10, QChar('0')).arg(ending));
        if (QFile::exists(name)) continue;
        given = number;
        return name.toStdString();
    }
}

}  // namespace

void MainWindow::act(StageAction action) {
    try {
        perform(action);
    } catch (const Error& error) {
        notices_->say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::perform(StageAction action) {
    switch (action) {
        case StageAction::kOpenSound: return open_sound();
        case StageAction::kLoadLook: return load_look();
        case StageAction::kSaveLook: return save_look();
        case StageAction::kScreenshot: return take_screenshot();
        case StageAction::kRecord: return flip_recording();
        case StageAction::kQuit: return void(close());
        case StageAction::kFreeze: return flip(ParamId::kFreeze);
        case StageAction::kBlackout: return flip(ParamId::kBlackout);
        case StageAction::kPanic: return show_.panic();
        case StageAction::kNextLook: return stage_->looks()->go(+1);
        case StageAction::kPreviousLook: return stage_->looks()->go(-1);
        case StageAction::kNewSeed: return column_->model()->new_seed();
        case StageAction::kEditPrompt: return column_->prompt()->edit();
        case StageAction::kTap: return show_.tap();
        case StageAction::kNudgeEarlier: return show_.beat(BeatCommand::kNudgeEarlier);
        case StageAction::kNudgeLater: return show_.beat(BeatCommand::kNudgeLater);
        case StageAction::kHalve: return show_.beat(BeatCommand::kHalve);
        case StageAction::kDouble: return show_.beat(BeatCommand::kDouble);
        case StageAction::kResync: return show_.beat(BeatCommand::kResync);
        case StageAction::kHold: return listening_->flip_hold();
        case StageAction::kFollow: return show_.beat(BeatCommand::kFollow);
        case StageAction::kListening: return flip_listening();
        case StageAction::kFullScreen: return output_->set_wanted(!output_->wanted());
        case StageAction::kKeySheet: return show_keys();
        case StageAction::kCount: break;
    }
}

void MainWindow::flip(ParamId toggle) {
    show_.params().set(toggle, show_.params().get(toggle) >= 0.5f ? 0.0f : 1.0f);
    stage_->refresh();
}

void MainWindow::flip_listening() {
    listening_->setVisible(listening_->isHidden());
    strip_->tempo()->listening()->setChecked(!listening_->isHidden());
}

void MainWindow::open_sound() {
    choose_file(this, "Open sound", sound_filter(), [this](const QString& path) { take_file(path); });
}

void MainWindow::load_look() {
    choose_file(this, "Load look", kLookFilter, [this](const QString& path) { stage_->looks()->load(path); });
}

void MainWindow::save_look() {
    choose_target(this, "Save look", "json", [this](const QString& path) {
        try {
            show_.save_preset(path.toStdString());
            notices_->say(QStringLiteral("Saved %1.").arg(path));
        } catch (const Error& error) {
            notices_->say(QString::fromUtf8(error.what()));
        }
    });
}

void MainWindow::take_screenshot() { show_.screenshot(free_name(QStandardPaths::PicturesLocation, "png", last_picture_)); }

void MainWindow::flip_recording() {
    show_.record(show_.status().record.state == "recording" ? "" : free_name(QStandardPaths::MoviesLocation, "mp4", last_film_));
}

void MainWindow::show_keys() {
    if (!sheet_) sheet_ = new KeySheet(this);
    sheet_->setVisible(!sheet_->isVisible());
}

}  // namespace chladni
