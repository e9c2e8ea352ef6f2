#include "engine/base/worker.h"

#include <pthread.h>

namespace chladni {

void name_this_thread(const std::string& name) { pthread_setname_np(pthread_self(), name.substr(0, 15).c_str()); }

Worker::Worker(const std::string& name, std::function<void(std::stop_token)> body)
    : thread_([name, body = std::move(body)](std::stop_token stop) {
          name_this_thread(name);
          body(stop);
      }) {}

}  // namespace chladni
