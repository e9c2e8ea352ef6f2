# The Debian packages that chladni needs, by what for. Read by setup.sh.
packages_build="g++ cmake ninja-build pkg-config ccache git ca-certificates python3-venv"
packages_engine="libcli11-dev libspdlog-dev nlohmann-json3-dev zlib1g-dev libgtest-dev
    portaudio19-dev libpulse-dev libsoxr-dev libkissfft-dev libebur128-dev librtmidi-dev libsentencepiece-dev libopenmpi-dev openmpi-bin
    libavcodec-dev libavformat-dev libavutil-dev libswscale-dev libswresample-dev"
packages_picture="libvulkan-dev mesa-vulkan-drivers glslc qt6-base-dev qt6-svg-dev fonts-dejavu-core"
packages_test="xvfb xauth jackd2 pulseaudio pulseaudio-utils vulkan-validationlayers"
