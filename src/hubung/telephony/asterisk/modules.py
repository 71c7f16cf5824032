"""The parts of Asterisk that we use; what is not loaded can't be attacked.

`app_dial` is not among them. A few are there only because others do not load without them.
Each format of files is looked for under all its names whenever a prompt is played: two are enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

#: Without one of these there is no telephone.
REQUIRED = (
    "res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb",
    "res_timing_timerfd", "res_crypto", "res_http_websocket", "res_pjproject",
    "res_pjsip", "res_pjsip_session", "res_pjsip_sdp_rtp", "res_rtp_asterisk", "res_srtp",
    "res_pjsip_authenticator_digest", "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_endpoint_identifier_ip", "res_pjsip_endpoint_identifier_user",
    "res_pjsip_outbound_registration", "res_pjsip_registrar", "res_pjsip_transport_websocket",
    "res_pjsip_caller_id", "res_pjsip_nat", "res_pjsip_pubsub", "res_pjsip_rfc3326",
    "res_pjsip_header_funcs", "chan_pjsip",
    "res_stasis", "res_stasis_answer", "res_stasis_device_state", "res_stasis_playback",
    "res_stasis_recording", "res_stasis_snoop", "app_stasis",
    "res_ari", "res_ari_model", "res_ari_applications", "res_ari_asterisk", "res_ari_bridges",
    "res_ari_channels", "res_ari_device_states", "res_ari_endpoints", "res_ari_events",
    "res_ari_playbacks", "res_ari_recordings", "res_ari_sounds",
    "pbx_config", "func_callerid", "func_channel", "func_logic", "func_strings", "func_env",
    "func_cut", "func_groupcount", "func_uri", "app_chanspy", "func_periodic_hook",
    "app_mixmonitor", "app_playback", "app_queue", "app_record",
    "bridge_simple", "bridge_native_rtp", "bridge_softmix", "bridge_holding", "chan_bridge_media",
    "res_musiconhold", "codec_alaw", "codec_ulaw", "codec_a_mu", "codec_resample",
    "format_sln", "format_wav",
)  # fmt: skip
#: Better with them.
OPTIONAL = (
    "codec_opus_open_source", "codec_opus", "res_format_attr_opus", "codec_g722",
    "res_pjsip_dtmf_info", "res_pjsip_diversion", "res_security_log", "func_pjsip_endpoint",
    "func_pjsip_contact", "func_pjsip_aor", "func_talkdetect",
    "func_volume", "func_hangupcause", "res_websocket_client", "chan_websocket",
)  # fmt: skip


def present(folder: Path) -> Iterator[str]:
    """Those of them in the engine's folder of modules."""
    for name in (*REQUIRED, *OPTIONAL):
        if (folder / f"{name}.so").exists():
            yield name


def missing(folder: Path) -> list[str]:
    """Those without which there is no telephone."""
    return [name for name in REQUIRED if not (folder / f"{name}.so").exists()]
