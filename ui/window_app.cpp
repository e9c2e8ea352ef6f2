#include "ui/window_app.h"

#include <QApplication>
#include <QIcon>
#include <QScreen>
#include <QTimer>
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/runtime/show.h"
#include "ui/bottom_strip.h"
#include "ui/main_window.h"
#include "ui/output_control.h"
#include "ui/sound_panel.h"
#include "ui/theme.h"

namespace chladni {

namespace {

constexpr int kRoomForAll_px = 780;  // of the window's height: then what is heard is shown from the start
constexpr const char* kNoDisplay =
    "expected a display (DISPLAY or WAYLAND_DISPLAY) to open the window on, found none: use --headless, or chladni render";

void log_qt(QtMsgType type, const QMessageLogContext&, const QString& text) {
    type == QtFatalMsg ? log_error(text.toStdString()) : log_debug(text.toStdString());
}

// X11 first: there a client may say on which display its window is to be. A connection that fails must not abort the
// program, as Qt does by itself, so the platform without a display stands last and is refused afterwards.
void choose_platform() {
    if (qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) return;
    require(qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY"), kNoDisplay);
    qputenv("QT_QPA_PLATFORM", "xcb;wayland;offscreen");
}

void refuse_missing_display() {
    const bool asked = qgetenv("QT_QPA_PLATFORM") == "offscreen";
    require(asked || QGuiApplication::platformName() != "offscreen", kNoDisplay);
}

std::vector<std::filesystem::path> presets_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        if (entry.path().extension() == ".json") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

void open_window(MainWindow& window, const ShowConfig& config, const WindowOptions& options) {
    if (config.input != "none") window.strip()->sound()->show_choice(QString::fromStdString(config.input));
    window.resize(window.sizeHint().expandedTo({1280, 800}).boundedTo(window.screen()->availableSize()));
    if (window.height() >= kRoomForAll_px) window.act(StageAction::kListening);
    window.show();
    // Where the preview is never seen (iconified, a broken desktop) the show starts all the same.
    QTimer::singleShot(1000, &window, [&window] { window.start_picture(); });
    if (!options.output_display.empty()) window.output()->choose(QString::fromStdString(options.output_display));
    if (options.duration_s > 0) QTimer::singleShot(static_cast<int>(options.duration_s * 1000), &window, [&window] { window.close(); });
}

}  // namespace

int run_window(int& argc, char** argv, const ShowConfig& config, const WindowOptions& options) {
    choose_platform();
    qInstallMessageHandler(log_qt);
    QApplication app(argc, argv);
    refuse_missing_display();
    app.setApplicationName("chladni");
    app.setDesktopFileName("chladni");
    theme::apply(app);
    app.setWindowIcon(QIcon(":/icons/chladni.svg"));
    Show show(config);  // outlives the window, which draws through it
    MainWindow window(show, presets_in(options.looks), options.stop);
    open_window(window, config, options);
    const int code = app.exec();
    show.stop();
    if (show.left_a_thread_behind()) std::_Exit(code);  // a hanging generator is not waited for
    return code;
}

}  // namespace chladni
