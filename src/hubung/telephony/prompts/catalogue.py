"""The texts that callers hear, by key and language: what the voice speaks until an office says it
in its own words or with its own recording.

Both languages stand side by side here and not in the catalogues of the screen: these are spoken to
a caller, whatever the language of the page on which an administrator reads them.
"""

from __future__ import annotations

from hubung.kernel.calendars import Name

#: Said in Indonesian and in English by the program itself and by the default menu.
TEXTS: dict[str, Name] = {
    # The default menu.
    "welcome": Name(
        "Selamat datang di layanan seratus lima puluh satu, Kementerian Perhubungan.",
        "Welcome to one five one, the Ministry of Transportation.",
    ),
    "recording": Name(
        "Panggilan ini direkam untuk keperluan pelayanan dan mutu. "
        "Bila Anda tidak ingin direkam, tekan bintang.",
        "This call is recorded for service and quality. "
        "If you do not want to be recorded, press star.",
    ),
    "not-recorded": Name(
        "Baik, panggilan Anda tidak kami rekam.", "All right, your call is not recorded."
    ),
    "language": Name("Untuk bahasa Indonesia, tekan satu.", "For English, press two."),
    "main": Name(
        "Tentang angkutan darat, tekan satu. Laut, tekan dua. Udara, tekan tiga. "
        "Kereta api, tekan empat. Untuk mengetahui perkembangan laporan Anda, tekan lima. "
        "Untuk langsung berbicara dengan petugas, tekan nol.",
        "For road transport, press one. Sea, press two. Air, press three. Rail, press four. "
        "To hear the state of your report, press five. "
        "To speak with an agent at once, press zero.",
    ),
    "enter-number": Name(
        "Silakan masukkan nomor laporan Anda dengan tombol telepon, lalu tekan pagar. "
        "Untuk mengulang dari awal, tekan bintang.",
        "Please enter the number of your report on the keypad, then press hash. "
        "To begin again, press star.",
    ),
    "after-status": Name(
        "Untuk laporan lain, tekan satu. Untuk berbicara dengan petugas, tekan nol. "
        "Bila sudah cukup, tekan sembilan.",
        "For another report, press one. To speak with an agent, press zero. "
        "If that is all, press nine.",
    ),
    "please-wait": Name(
        "Mohon tunggu. Petugas kami segera melayani Anda.",
        "Please wait. An agent will be with you shortly.",
    ),
    "closed": Name(
        "Saat ini petugas kami sedang tidak bertugas. Silakan tinggalkan pesan setelah nada; "
        "kami menghubungi Anda kembali pada jam kerja.",
        "Our agents are not on duty at this hour. Please leave a message after the tone; "
        "we will call you back during working hours.",
    ),
    "goodbye": Name(
        "Terima kasih telah menghubungi kami. Selamat jalan dan sampai jumpa.",
        "Thank you for calling. Have a safe journey. Goodbye.",
    ),
    # What the interpreter says.
    "wrong-key": Name(
        "Maaf, tombol itu belum ada gunanya di sini.", "Sorry, that key does nothing here."
    ),
    "no-key": Name("Kami belum menerima pilihan Anda.", "We have not received your choice yet."),
    "to-a-person": Name(
        "Kami sambungkan Anda dengan petugas.", "We are connecting you with an agent."
    ),
    "wrong-number": Name(
        "Nomor itu belum tepat. Silakan periksa angkanya satu per satu.",
        "That number is not right yet. Please check its digits one by one.",
    ),
    "unknown-number": Name(
        "Kami tidak menemukan laporan dengan nomor itu.",
        "We find no report with that number.",
    ),
    # The state of a report.
    "status-unavailable": Name(
        "Saat ini kami belum dapat membaca status laporan. Petugas kami dapat membantu Anda.",
        "We cannot read the state of reports right now. An agent can help you.",
    ),
    "report-number": Name("Laporan nomor", "Report number"),
    "status-new": Name(
        "sudah kami terima dan menunggu verifikasi.", "has been received and awaits verification."
    ),
    "status-verified": Name(
        "sudah diverifikasi dan diteruskan ke unit yang berwenang.",
        "has been verified and passed on to the unit in charge.",
    ),
    "status-incomplete": Name(
        "perlu Anda lengkapi. Petugas kami dapat membantu Anda.",
        "needs to be completed by you. An agent can help you.",
    ),
    "status-in_progress": Name("sedang ditindaklanjuti.", "is being followed up."),
    "status-answered": Name("sudah dijawab.", "has been answered."),
    "status-closed": Name("sudah selesai.", "is closed."),
    "status-reopened": Name("dibuka kembali dan sedang ditangani.", "is open again."),
    "status-rejected": Name(
        "tidak dapat kami tindak lanjuti. Petugas kami dapat menjelaskan alasannya.",
        "could not be followed up. An agent can explain the reason.",
    ),
    "status-outside_authority": Name(
        "berada di luar kewenangan kami dan sudah kami teruskan ke instansi yang berwenang.",
        "is outside our authority and has been passed on to the body in charge.",
    ),
    "due-by": Name("Kabar berikutnya paling lambat", "You will have news by"),
    # The queue.
    "queue-next": Name("Anda penelepon berikutnya.", "You are the next caller."),
    "queue-position": Name("Urutan Anda dalam antrean:", "Your place in the queue:"),
    "queue-wait": Name("Perkiraan waktu tunggu:", "Expected wait:"),
    "queue-wait-short": Name("Kurang dari satu menit.", "Less than one minute."),
    "minutes": Name("menit", "minutes"),
    "queue-thanks": Name(
        "Terima kasih telah menunggu. Panggilan Anda tetap pada urutannya.",
        "Thank you for waiting. Your call keeps its place.",
    ),
    # The call back.
    "queue-callback": Name(
        "Bila ingin kami telepon kembali tanpa kehilangan urutan, tekan lima.",
        "To be called back without losing your place, press five.",
    ),
    "callback-kept": Name(
        "Baik. Urutan Anda kami simpan, dan petugas akan menelepon nomor ini. "
        "Anda boleh menutup telepon.",
        "All right. Your place is kept, and an agent will call this number. You may hang up now.",
    ),
    "callback-anonymous": Name(
        "Nomor Anda tidak terlihat oleh kami, jadi kami tidak dapat menelepon kembali. "
        "Urutan Anda tetap.",
        "We cannot see your number, so we cannot call you back. You keep your place.",
    ),
    "callback-not-here": Name(
        "Kami hanya dapat menelepon kembali nomor ponsel dan telepon rumah di Indonesia. "
        "Urutan Anda tetap.",
        "We can only call back mobile and landline numbers in Indonesia. You keep your place.",
    ),
    "callback-too-often": Name(
        "Nomor ini sudah beberapa kali kami telepon kembali hari ini. Urutan Anda tetap.",
        "We have called this number back several times today. You keep your place.",
    ),
    # Where nobody can answer.
    "leave-message": Name(
        "Silakan tinggalkan pesan setelah nada. Sebutkan nama dan nomor telepon Anda. "
        "Bila selesai, tekan pagar atau tutup telepon.",
        "Please leave a message after the tone. Say your name and your number. "
        "When you are done, press hash or hang up.",
    ),
    "message-kept": Name(
        "Pesan Anda sudah kami simpan. Petugas kami akan menghubungi Anda.",
        "Your message is kept. An agent will call you back.",
    ),
    "apology": Name(
        "Maaf, layanan kami sedang terganggu. Panggilan Anda tetap kami terima.",
        "Sorry, our service is disturbed at the moment. We still take your call.",
    ),
    "emergency": Name(
        "Ada pengumuman penting. Petugas kami sedang menangani keadaan darurat. "
        "Waktu tunggu dapat lebih lama dari biasanya.",
        "There is an important announcement. We are handling an emergency. "
        "You may have to wait longer than usual.",
    ),
}

_ONES = (
    ("nol", "zero"),
    ("satu", "one"),
    ("dua", "two"),
    ("tiga", "three"),
    ("empat", "four"),
    ("lima", "five"),
    ("enam", "six"),
    ("tujuh", "seven"),
    ("delapan", "eight"),
    ("sembilan", "nine"),
    ("sepuluh", "ten"),
    ("sebelas", "eleven"),
    ("dua belas", "twelve"),
    ("tiga belas", "thirteen"),
    ("empat belas", "fourteen"),
    ("lima belas", "fifteen"),
    ("enam belas", "sixteen"),
    ("tujuh belas", "seventeen"),
    ("delapan belas", "eighteen"),
    ("sembilan belas", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)


def _parts() -> dict[str, Name]:
    """The words that numbers and dates are put together from; see `parts`."""
    words = {f"number-{value}": Name(*pair) for value, pair in enumerate(_ONES)}
    for tens, english in enumerate(_TENS, start=2):
        words[f"number-{tens * 10}"] = Name(f"{_ONES[tens][0]} puluh", english)
    for hundreds in range(1, 10):
        indonesian = "seratus" if hundreds == 1 else f"{_ONES[hundreds][0]} ratus"
        words[f"number-{hundreds * 100}"] = Name(indonesian, f"{_ONES[hundreds][1]} hundred")
    return words | {f"month-{at}": Name(*pair) for at, pair in enumerate(_MONTHS, start=1)}


#: Everything that is spoken without anybody having written it.
ALL: dict[str, Name] = TEXTS | _parts()
