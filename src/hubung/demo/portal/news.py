"""News: (section, days ago, title, summary, paragraphs), in Indonesian and English."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    title: str
    summary: str
    paragraphs: tuple[str, ...] = ()


class News(NamedTuple):
    section: str
    days_ago: int
    id: Said
    en: Said


NEWS = (
    News(
        "darat",
        0,
        Said(
            "Kuota mudik gratis Natal ditambah 4.200 kursi",
            "Tambahan untuk bus lintas Jakarta–Surabaya dan kapal Surabaya–Kupang, dibuka Rabu pukul 10.00 WIB.",
            (
                "Tambahan kuota dibagi atas 2.600 kursi bus dan 1.600 tempat di kapal. Pendaftaran dibuka Rabu pukul 10.00 WIB dan ditutup setelah kuota habis.",
                "Setiap keluarga cukup mendaftar sekali, paling banyak empat orang. Pendaftar yang batal diminta melepas kursinya agar dapat dipakai orang lain.",
                "Tidak ada biaya apa pun. Bila diminta membayar, laporkan ke 151.",
            ),
        ),
        Said(
            "4,200 more seats on the free Christmas travel",
            "More buses from Jakarta to Surabaya and ships from Surabaya to Kupang; booking opens on Wednesday at 10.00 WIB.",
            (
                "There are 2,600 more seats on buses and 1,600 on ships. Booking opens on Wednesday at 10.00 WIB and closes when all are taken.",
                "A family books once, for four people at most. Whoever cannot travel is asked to give the seats back.",
                "It costs nothing. If anybody asks you to pay, call 151.",
            ),
        ),
    ),
    News(
        "laut",
        2,
        Said(
            "Ujian keahlian pelaut dapat dijadwal ulang sendiri",
            "Satu kali, paling lambat tiga hari sebelum ujian, tanpa datang ke kantor.",
            (
                "Peserta ujian di sebelas balai dan politeknik pelayaran kini memindahkan jadwalnya sendiri. Biaya yang sudah dibayar tetap berlaku.",
                "Selama ini peserta yang sedang berlayar kehilangan gilirannya. Tahun lalu 1.140 peserta tidak hadir karena kapalnya terlambat sandar.",
            ),
        ),
        Said(
            "Seafarers can now move their own examination date",
            "Once, up to three days before, without visiting an office.",
            (
                "Candidates at eleven training centres and polytechnics now move their date themselves. What they paid stays valid.",
                "Until now whoever was at sea lost their turn: last year 1,140 candidates missed it because their ship berthed late.",
            ),
        ),
    ),
    News(
        "darat",
        3,
        Said(
            "Pemeriksaan 312 bus di 14 terminal: 47 tidak laik jalan",
            "Rem, ban, dan lampu menjadi temuan terbanyak. Pemeriksaan berikutnya pekan depan.",
            (
                "Dari 312 bus, 47 tidak boleh berangkat sebelum diperbaiki: 21 karena rem, 15 karena ban, dan 11 karena lampu.",
                "Penumpang dari bus yang ditahan dipindahkan ke bus lain tanpa biaya tambahan.",
            ),
        ),
        Said(
            "312 buses checked at 14 terminals: 47 not roadworthy",
            "Brakes, tyres and lights were the most frequent faults. The next checks are next week.",
            (
                "Of 312 buses 47 may not leave before they are repaired: 21 for their brakes, 15 for tyres and 11 for lights.",
                "Passengers of buses that were held went on in another one at no cost.",
            ),
        ),
    ),
    News(
        "udara",
        4,
        Said(
            "Hak penumpang saat pesawat terlambat, dalam satu halaman",
            "Apa yang wajib diberikan maskapai setelah satu, dua, dan empat jam, dan ke mana melapor.",
            (
                "Halaman baru ini menjawab pertanyaan yang paling sering datang ke 151 tahun ini: apa hak saya bila penerbangan terlambat.",
                "Laporan yang menyertakan nomor penerbangan dan foto papan jadwal biasanya selesai dua kali lebih cepat.",
            ),
        ),
        Said(
            "Your rights when a flight is late, on one page",
            "What the airline owes you after one, two and four hours, and where to complain.",
            (
                "The new page answers the question that 151 heard most often this year: what are my rights when my flight is late.",
                "Reports with the flight number and a photo of the departure board are usually settled twice as fast.",
            ),
        ),
    ),
    News(
        "kereta",
        5,
        Said(
            "Tujuh perlintasan tanpa palang di Jawa Timur akan dijaga",
            "Penjaga mulai bertugas awal bulan depan; palang menyusul sebelum pertengahan tahun.",
            (
                "Tujuh perlintasan dipilih karena laporan warga: tiga di Lamongan, dua di Jombang, dan dua di Probolinggo.",
                "Sampai palang terpasang, penjaga bertugas pukul 05.00–22.00 WIB.",
            ),
        ),
        Said(
            "Seven open level crossings in East Java get guards",
            "Guards start early next month; barriers follow before the middle of the year.",
            (
                "The seven crossings were chosen from what people reported: three in Lamongan, two in Jombang and two in Probolinggo.",
                "Until the barriers stand, guards are there from 05.00 to 22.00 WIB.",
            ),
        ),
    ),
    News(
        "laut",
        7,
        Said(
            "Jadwal kapal perintis triwulan depan dapat diperiksa",
            "39 trayek, dengan dua singgahan baru di Maluku Barat Daya.",
            (
                "Jadwal dapat diunduh sebagai tabel. Singgahan baru di Pulau Lakor dan Pulau Leti memenuhi permintaan warga yang masuk lewat 151.",
            ),
        ),
        Said(
            "Timetable of pioneer ships for the next quarter",
            "39 routes, with two new calls in Southwest Maluku.",
            (
                "The timetable can be downloaded as a table. The new calls at Lakor and Leti were asked for by people there through 151.",
            ),
        ),
    ),
    News(
        "kementerian",
        8,
        Said(
            "Laporan layanan Oktober: dua dari lima belas janji belum ditepati",
            "Buku pelaut dan izin terbang drone masih lebih lama dari yang dijanjikan.",
            (
                "Tiga belas layanan memenuhi waktu yang dijanjikan. Dua belum: buku pelaut di tiga kantor, dan izin terbang drone untuk kegiatan dengan wilayah terbatas.",
                "Penyebab dan rencana perbaikannya dimuat dalam laporan lengkap.",
            ),
        ),
        Said(
            "Service report for October: two of fifteen promises not kept",
            "Seaman's books and drone permits still take longer than promised.",
            (
                "Thirteen services kept their time. Two did not: seaman's books at three offices, and drone permits for restricted areas.",
                "Why, and what is being done, is in the full report.",
            ),
        ),
    ),
    News(
        "udara",
        10,
        Said(
            "Landasan Bandar Udara Ewer diperpanjang 250 meter",
            "Pesawat perintis dapat mendarat dengan muatan penuh mulai musim hujan ini.",
            (
                "Pekerjaan selesai tiga pekan lebih awal. Muatan bahan pokok dalam satu penerbangan naik dari 800 menjadi 1.300 kilogram.",
            ),
        ),
        Said(
            "Ewer airport's runway is 250 metres longer",
            "Pioneer flights can land with a full load from this rainy season on.",
            (
                "The work was done three weeks early. A flight now brings 1,300 kilograms of food instead of 800.",
            ),
        ),
    ),
    News(
        "kereta",
        12,
        Said(
            "Kursi prioritas dapat dipesan bersama tiket",
            "Berlaku untuk penyandang disabilitas, lansia, dan ibu hamil di 22 kereta jarak jauh.",
            (
                "Kursi prioritas berada dekat pintu dan toilet yang lapang. Pendamping duduk di sebelahnya.",
            ),
        ),
        Said(
            "Priority seats can be booked with the ticket",
            "For people with disabilities, the elderly and pregnant women on 22 long-distance trains.",
            (
                "Priority seats are near the doors and the wide toilet. Whoever comes along sits beside.",
            ),
        ),
    ),
    News(
        "darat",
        14,
        Said(
            "Angkutan perintis baru menghubungkan empat kecamatan di Ende",
            "Dua kali sehari, tarif Rp 5.000, berangkat dari Terminal Ndao.",
            (
                "Trayek ini menggantikan angkutan bak terbuka yang dipakai warga selama jalan longsor.",
            ),
        ),
        Said(
            "A new rural bus joins four districts of Ende",
            "Twice a day for Rp 5,000, from Ndao terminal.",
            (
                "It replaces the open trucks that people used while the road was cut by a landslide.",
            ),
        ),
    ),
    News(
        "laut",
        17,
        Said(
            "Pas kecil untuk kapal nelayan diurus di dermaga",
            "Petugas datang ke 60 pelabuhan perikanan sampai akhir tahun; cukup membawa KTP dan ukuran kapal.",
            ("Kapal di bawah 7 GT diukur di tempat dan pasnya diserahkan hari itu juga.",),
        ),
        Said(
            "Small-boat papers are issued at the quay",
            "Officers come to 60 fishing harbours until the end of the year; bring an identity card and the boat's size.",
            ("Boats under 7 GT are measured on the spot and have their papers the same day.",),
        ),
    ),
    News(
        "kementerian",
        21,
        Said(
            "Pelatihan gratis bagi pegawai yang baru mengenal surel dinas",
            "Enam pertemuan di 34 provinsi, terbuka bagi semua golongan.",
            (
                "Peserta berlatih membaca dan menjawab laporan masyarakat dengan akun masing-masing. Jadwal per provinsi ada di kantor Anda.",
            ),
        ),
        Said(
            "Free training for staff who are new to official mail",
            "Six sessions in 34 provinces, open to all grades.",
            (
                "Participants practise reading and answering reports with their own accounts. Your office has the dates.",
            ),
        ),
    ),
)
