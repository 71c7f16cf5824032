"""Where the ministry works: provinces with their time zone, and the offices of each.

Real places, so that a demonstration feels like the country; `A: B` is an airport and its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from hubung.directory.models import TimeZone

WIB, WITA, WIT = TimeZone.WIB, TimeZone.WITA, TimeZone.WIT


@dataclass(frozen=True)
class Province:
    """A province's offices, by kind: harbour masters, port units, airports (`airport: place`)."""

    name: str
    zone: TimeZone
    capital: str
    ksop: tuple[str, ...] = ()
    upp: tuple[str, ...] = ()
    airports: tuple[tuple[str, str], ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", " ").split(",") if word.strip())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (word.partition(":") for word in _words(text))
    return tuple((airport.strip(), place.strip()) for airport, _, place in pairs)


def _province(
    name: str, zone: TimeZone, capital: str, *, ksop: str = "", upp: str = "", airports: str = ""
) -> Province:
    return Province(name, zone, capital, _words(ksop), _words(upp), _pairs(airports))


PROVINCES = (
    _province(
        "Aceh", WIB, "Banda Aceh",
        ksop="Malahayati, Lhokseumawe, Sabang, Meulaboh",
        upp="Sinabang, Singkil, Susoh, Kuala Langsa, Calang",
        airports="""Cut Nyak Dhien: Nagan Raya, Lasikin: Sinabang, Rembele: Takengon,
            Teuku Cut Ali: Tapaktuan, Maimun Saleh: Sabang, Malikussaleh: Lhokseumawe,
            Alas Leuser: Kutacane, Syekh Hamzah Fansuri: Singkil""",
    ),
    _province(
        "Sumatera Utara", WIB, "Medan",
        ksop="Sibolga, Kuala Tanjung, Tanjung Balai Asahan, Gunungsitoli",
        upp="Pangkalan Susu, Tanjung Beringin, Pulau Tello, Teluk Dalam, Barus, Labuhan Bilik",
        airports="""Binaka: Gunungsitoli, Dr. Ferdinand Lumban Tobing: Sibolga,
            Aek Godang: Padang Lawas Utara, Lasondre: Pulau-Pulau Batu, Sibisa: Toba""",
    ),
    _province(
        "Sumatera Barat", WIB, "Padang",
        ksop="Teluk Bayur",
        upp="Muara Siberut, Sikakap, Air Bangis, Carocok Painan",
        airports="Rokot: Kepulauan Mentawai",
    ),
    _province(
        "Riau", WIB, "Pekanbaru",
        ksop="Dumai, Pekanbaru, Selat Panjang",
        upp="""Bagan Siapi-api, Sungai Guntung, Tembilahan, Kuala Enok, Rengat, Panipahan,
            Tanjung Medang, Batu Panjang, Sungai Pakning""",
        airports="Japura: Indragiri Hulu, Tempuling: Indragiri Hilir, "
        "Tuanku Tambusai: Rokan Hulu",
    ),
    _province(
        "Kepulauan Riau", WIB, "Tanjung Pinang",
        ksop="Tanjung Balai Karimun, Tanjung Pinang, Tanjung Uban",
        upp="""Tanjung Batu, Tarempa, Senayang, Dabo Singkep, Midai, Selat Lampa, Serasan,
            Moro""",
        airports="Dabo: Singkep, Ranai: Natuna, Letung: Anambas, Raja Haji Abdullah: Karimun",
    ),
    _province(
        "Jambi", WIB, "Jambi",
        ksop="Talang Duku, Muara Sabak, Kuala Tungkal",
        upp="Nipah Panjang",
        airports="Depati Parbo: Kerinci, Muara Bungo: Bungo",
    ),
    _province(
        "Bengkulu", WIB, "Bengkulu",
        ksop="Pulau Baai",
        upp="Linau, Malakoni",
        airports="Mukomuko: Mukomuko, Enggano: Bengkulu Utara",
    ),
    _province(
        "Sumatera Selatan", WIB, "Palembang",
        ksop="Palembang",
        upp="Sungai Lumpur",
        airports="Silampari: Lubuklinggau, Atung Bungsu: Pagar Alam",
    ),
    _province(
        "Kepulauan Bangka Belitung", WIB, "Pangkalpinang",
        ksop="Pangkal Balam, Tanjung Pandan, Muntok",
        upp="Toboali, Sungai Selan, Manggar",
    ),
    _province(
        "Lampung", WIB, "Bandar Lampung",
        ksop="Panjang",
        upp="Kota Agung, Mesuji, Labuhan Maringgai, Menggala, Teluk Betung",
        airports="Gatot Subroto: Way Kanan, Muhammad Taufiq Kiemas: Pesisir Barat",
    ),
    _province(
        "Banten", WIB, "Serang",
        ksop="Banten",
        upp="Labuan, Karangantu",
        airports="Budiarto: Curug",
    ),
    _province(
        "Daerah Khusus Jakarta", WIB, "Jakarta",
        ksop="Sunda Kelapa, Marunda, Muara Baru, Muara Angke, Kepulauan Seribu",
    ),
    _province(
        "Jawa Barat", WIB, "Bandung",
        ksop="Cirebon, Patimban",
        upp="Indramayu, Pangandaran, Pelabuhan Ratu",
        airports="Cakrabhuwana: Cirebon, Nusawiru: Pangandaran",
    ),
    _province(
        "Jawa Tengah", WIB, "Semarang",
        ksop="Tanjung Emas, Tegal, Cilacap, Juwana, Rembang",
        upp="Karimunjawa, Jepara, Batang, Pekalongan",
        airports="Tunggul Wulung: Cilacap, Dewadaru: Karimunjawa, Ngloram: Blora",
    ),
    _province("Daerah Istimewa Yogyakarta", WIB, "Yogyakarta"),
    _province(
        "Jawa Timur", WIB, "Surabaya",
        ksop="Gresik, Probolinggo, Panarukan, Kalianget, Tanjung Wangi",
        upp="""Brondong, Bawean, Sapudi, Kangean, Sapeken, Masalembu, Telaga Biru, Branta,
            Kalbut, Pacitan, Prigi, Sendang Biru""",
        airports="Trunojoyo: Sumenep, Harun Thohir: Bawean, Notohadinegoro: Jember",
    ),
    _province(
        "Bali", WITA, "Denpasar",
        ksop="Benoa, Padang Bai, Celukan Bawang",
        upp="Gilimanuk, Nusa Penida, Buleleng",
    ),
    _province(
        "Nusa Tenggara Barat", WITA, "Mataram",
        ksop="Lembar, Badas, Bima",
        upp="Pemenang, Labuhan Lombok, Sape, Calabai, Benete",
        airports="Sultan Muhammad Salahuddin: Bima, Sultan Muhammad Kaharuddin: Sumbawa",
    ),
    _province(
        "Nusa Tenggara Timur", WITA, "Kupang",
        ksop="Tenau, Ende, Maumere, Labuan Bajo, Waingapu",
        upp="""Reo, Marapokot, Larantuka, Lewoleba, Kalabahi, Baranusa, Atapupu, Baa, Seba,
            Waikelo, Ippi""",
        airports="""Komodo: Labuan Bajo, Frans Sales Lega: Ruteng, Soa: Bajawa,
            H. Hasan Aroeboesman: Ende, Frans Seda: Maumere, Gewayantana: Larantuka,
            Wunopito: Lewoleba, Mali: Alor, Tambolaka: Sumba Barat Daya,
            Umbu Mehang Kunda: Waingapu, D. C. Saudale: Rote, Tardamu: Sabu,
            A. A. Bere Tallo: Atambua""",
    ),
    _province(
        "Kalimantan Barat", WIB, "Pontianak",
        ksop="Pontianak, Ketapang, Sintete",
        upp="Kendawangan, Teluk Batang, Teluk Melano, Paloh, Singkawang",
        airports="""Rahadi Oesman: Ketapang, Tebelian: Sintang, Pangsuma: Putussibau,
            Nanga Pinoh: Melawi""",
    ),
    _province(
        "Kalimantan Tengah", WIB, "Palangka Raya",
        ksop="Kumai, Sampit, Pulang Pisau",
        upp="""Sukamara, Pangkalan Bun, Kuala Pembuang, Pegatan Mendawai, Bahaur,
            Rangga Ilung""",
        airports="""H. Asan: Sampit, Iskandar: Pangkalan Bun, Haji Muhammad Sidik: Muara Teweh,
            Sanggu: Buntok, Kuala Pembuang: Seruyan, Kuala Kurun: Gunung Mas,
            Tumbang Samba: Katingan, Dirung: Puruk Cahu""",
    ),
    _province(
        "Kalimantan Selatan", WITA, "Banjarmasin",
        ksop="Banjarmasin, Kotabaru-Batulicin",
        upp="Kintap, Satui, Sebuku, Gunung Batu Besar, Pagatan",
        airports="Gusti Syamsir Alam: Kotabaru, Bersujud: Batulicin, Warukin: Tabalong",
    ),
    _province(
        "Kalimantan Timur", WITA, "Samarinda",
        ksop="Balikpapan, Samarinda, Kuala Samboja, Lhok Tuan, Sangatta, Tanjung Redeb",
        upp="Tanah Grogot, Sangkulirang, Tanjung Santan, Talisayan, Tanjung Laut",
        airports="""Aji Pangeran Tumenggung Pranoto: Samarinda, Kalimarau: Berau,
            Melalan: Kutai Barat, Datah Dawai: Mahakam Ulu, Maratua: Berau""",
    ),
    _province(
        "Kalimantan Utara", WITA, "Tanjung Selor",
        ksop="Tarakan, Nunukan",
        upp="Tanjung Selor, Pulau Bunyu, Sungai Nyamuk",
        airports="""Juwata: Tarakan, Tanjung Harapan: Tanjung Selor, Nunukan: Nunukan,
            Kolonel R. A. Bessing: Malinau, Long Apung: Malinau, Yuvai Semaring: Long Bawan""",
    ),
    _province(
        "Sulawesi Utara", WITA, "Manado",
        ksop="Bitung, Manado, Tahuna",
        upp="""Labuhan Uki, Amurang, Kotabunan, Lirung, Melonguane, Miangas, Marore,
            Tagulandang, Ulu Siau, Petta""",
        airports="""Naha: Tahuna, Melonguane: Talaud, Miangas: Talaud, Siau: Sitaro,
            Raja Loloda Mokoagow: Bolaang Mongondow""",
    ),
    _province(
        "Gorontalo", WITA, "Gorontalo",
        ksop="Gorontalo",
        upp="Kwandang, Anggrek, Tilamuta, Bumbulan",
        airports="Djalaluddin: Gorontalo, Panua: Pohuwato",
    ),
    _province(
        "Sulawesi Tengah", WITA, "Palu",
        ksop="Teluk Palu, Tolitoli, Poso, Luwuk",
        upp="""Leok, Ogoamas, Parigi, Ampana, Bunta, Banggai, Kolonodale, Wani, Moutong,
            Salakan, Dolong""",
        airports="""Mutiara SIS Al-Jufri: Palu, Syukuran Aminuddin Amir: Luwuk,
            Kasiguncu: Poso, Pogogul: Buol, Sultan Bantilan: Tolitoli,
            Tanjung Api: Ampana, Maleo: Morowali""",
    ),
    _province(
        "Sulawesi Barat", WITA, "Mamuju",
        upp="Belang-Belang, Polewali, Majene",
        airports="Tampa Padang: Mamuju, Sumarorong: Mamasa",
    ),
    _province(
        "Sulawesi Selatan", WITA, "Makassar",
        ksop="Parepare",
        upp="""Bajoe, Sinjai, Bulukumba, Jeneponto, Selayar, Jampea, Siwa, Awerange, Garongkong,
            Malili, Palopo, Biringkasi, Maccini Baji, Pattirobajo""",
        airports="""Toraja: Tana Toraja, Lagaligo: Bua, Andi Jemma: Masamba,
            H. Aroeppala: Selayar, Arung Palakka: Bone""",
    ),
    _province(
        "Sulawesi Tenggara", WITA, "Kendari",
        ksop="Kendari, Baubau",
        upp="""Kolaka, Molawe, Pomalaa, Langara, Lapuko, Raha, Sikeli, Wanci, Dongkala,
            Ereke""",
        airports="""Haluoleo: Kendari, Betoambari: Baubau, Matahora: Wakatobi,
            Sugimanuru: Muna, Sangia Nibandera: Kolaka""",
    ),
    _province(
        "Maluku", WIT, "Ambon",
        ksop="Ambon, Tual",
        upp="""Namlea, Amahai, Tulehu, Saumlaki, Dobo, Banda Naira, Geser, Wahai, Wonreli,
            Leksula""",
        airports="""Namniwel: Buru, Namrole: Buru Selatan, Amahai: Maluku Tengah,
            Wahai: Seram Utara, Bandaneira: Banda Naira, Karel Sadsuitubun: Langgur,
            Rar Gwamar: Dobo, Mathilda Batlayeri: Saumlaki, John Becker: Kisar,
            Jos Orno Imsula: Moa, Kufar: Seram Bagian Timur""",
    ),
    _province(
        "Maluku Utara", WIT, "Ternate",
        ksop="Ternate",
        upp="""Tobelo, Jailolo, Daruba, Sanana, Babang, Gebe, Buli, Soasio, Laiwui, Dofa,
            Bicoli""",
        airports="""Sultan Babullah: Ternate, Oesman Sadik: Labuha, Emalamo: Sanana,
            Gamar Malamo: Galela, Kuabang: Kao, Buli: Halmahera Timur,
            Leo Wattimena: Morotai""",
    ),
    _province(
        "Papua Barat", WIT, "Manokwari",
        ksop="Manokwari, Fakfak",
        upp="Kaimana, Bintuni, Oransbari, Kokas, Wasior",
        airports="""Rendani: Manokwari, Torea: Fakfak, Utarom: Kaimana, Babo: Teluk Bintuni,
            Wasior: Teluk Wondama""",
    ),
    _province(
        "Papua Barat Daya", WIT, "Sorong",
        ksop="Sorong",
        upp="Saonek, Teminabuan",
        airports="""Domine Eduard Osok: Sorong, Marinda: Raja Ampat, Teminabuan: Sorong Selatan,
            Ayawasi: Maybrat, Werur: Tambrauw""",
    ),
    _province(
        "Papua", WIT, "Jayapura",
        ksop="Jayapura, Biak",
        upp="Serui, Waren, Sarmi, Depapre, Korido",
        airports="""Stevanus Rumbewas: Serui, Mararena: Sarmi, Numfor: Biak Numfor,
            Senggeh: Keerom, Dabra: Mamberamo Raya""",
    ),
    _province(
        "Papua Tengah", WIT, "Nabire",
        upp="Nabire, Pomako",
        airports="""Douw Aturure: Nabire, Mozes Kilangin: Timika, Mulia: Puncak Jaya,
            Aminggaru: Ilaga, Enarotali: Paniai, Waghete: Deiyai, Bilorai: Intan Jaya""",
    ),
    _province(
        "Papua Pegunungan", WIT, "Wamena",
        airports="""Wamena: Jayawijaya, Nop Goliat: Dekai, Oksibil: Pegunungan Bintang,
            Karubaga: Tolikara, Bokondini: Tolikara, Tiom: Lanny Jaya, Elelim: Yalimo""",
    ),
    _province(
        "Papua Selatan", WIT, "Merauke",
        ksop="Merauke",
        upp="Agats, Bade",
        airports="""Mopah: Merauke, Tanah Merah: Boven Digoel, Kepi: Mappi, Bade: Mappi,
            Ewer: Asmat, Kimaam: Merauke""",
    ),
)  # fmt: skip

#: Harbour masters of the main ports (formerly Kesyahbandaran Utama), with their place.
MAIN_PORTS = (
    ("Tanjung Priok", "Jakarta", WIB),
    ("Belawan", "Medan", WIB),
    ("Tanjung Perak", "Surabaya", WIB),
    ("Makassar", "Makassar", WITA),
)

NAVIGATION_DISTRICTS = (
    ("Sabang", WIB), ("Belawan", WIB), ("Sibolga", WIB), ("Dumai", WIB), ("Tanjung Pinang", WIB),
    ("Teluk Bayur", WIB), ("Palembang", WIB), ("Tanjung Priok", WIB), ("Semarang", WIB),
    ("Surabaya", WIB), ("Benoa", WITA), ("Kupang", WITA), ("Pontianak", WIB),
    ("Banjarmasin", WITA), ("Samarinda", WITA), ("Tarakan", WITA), ("Bitung", WITA),
    ("Makassar", WITA), ("Kendari", WITA), ("Ambon", WIT), ("Tual", WIT), ("Sorong", WIT),
    ("Biak", WIT), ("Jayapura", WIT), ("Merauke", WIT),
)  # fmt: skip

#: Airport authorities: number of the region, seat, place.
AIRPORT_AUTHORITIES = (
    ("I", "Soekarno-Hatta", "Tangerang", WIB),
    ("II", "Kualanamu", "Medan", WIB),
    ("III", "Juanda", "Surabaya", WIB),
    ("IV", "Ngurah Rai", "Denpasar", WITA),
    ("V", "Hasanuddin", "Makassar", WITA),
    ("VI", "Minangkabau", "Padang", WIB),
    ("VII", "Sepinggan", "Balikpapan", WITA),
    ("VIII", "Sam Ratulangi", "Manado", WITA),
    ("IX", "Rendani", "Manokwari", WIT),
    ("X", "Mopah", "Merauke", WIT),
)

RAILWAY_OFFICES = (
    ("Jakarta", WIB), ("Bandung", WIB), ("Semarang", WIB), ("Surabaya", WIB), ("Medan", WIB),
    ("Padang", WIB), ("Palembang", WIB), ("Makassar", WITA),
)  # fmt: skip
