# A track to a film, as fast as the machine goes.
if(CHLADNI_WITH_FFMPEG)
    target_sources(chladni_runtime PRIVATE offline_clip.cpp offline_film.cpp offline_render.cpp offline_song.cpp)
else()
    target_sources(chladni_runtime PRIVATE offline_none.cpp)
endif()
