#include "ui/file_choice.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace chladni {

namespace {

// Qt's own dialog, not modal: native ones may run a loop of their own.
QFileDialog* open_dialog(QWidget* parent, const QString& title, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setModal(false);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    return dialog;
}

}  // namespace

void choose_file(QWidget* parent, const QString& title, const QString& filter, std::function<void(const QString&)> chosen) {
    QFileDialog* dialog = open_dialog(parent, title, std::move(chosen));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({filter, "All files (*)"});
    dialog->show();
}

void choose_target(QWidget* parent, const QString& title, const QString& suffix, std::function<void(const QString&)> chosen) {
    QFileDialog* dialog = open_dialog(parent, title, std::move(chosen));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->show();
}

QString dropped_file(const QMimeData* data) {
    for (const QUrl& url : data->urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile()) return url.toLocalFile();
    return {};
}

QString sound_filter() {
    return "Sound and film (*.wav *.flac *.mp3 *.ogg *.opus *.m4a *.aac *.aiff *.aif *.wma *.mp4 *.mkv *.mov *.webm *.m3u *.m3u8)";
}

}  // namespace chladni
