#pragma once

#include <QStringList>
#include <functional>

class QMimeData;
class QWidget;

namespace chladni {

/// Asks for a file without holding anything up: the show and the window go on, `chosen` is called when the person is done.
void choose_file(QWidget* parent, const QString& title, const QString& filter, std::function<void(const QString&)> chosen);
/// The same for a name to write to; `suffix` is added where none is typed.
void choose_target(QWidget* parent, const QString& title, const QString& suffix, std::function<void(const QString&)> chosen);
/// The first file on this machine among what is dragged; empty where there is none.
QString dropped_file(const QMimeData* data);
QString sound_filter();

}  // namespace chladni
