#!/usr/bin/env python3
"""Fill the generated part of lexicon/actors/people.txt.

usage: lexicon_people.py PEOPLE.txt FACTBOOK_LEADERS.tsv [REIGN.tsv]

PEOPLE.txt is rewritten in place: everything above the line that starts with
"# === generated" is kept as it is (hand-curated, it overrides); below it come
the presidents, prime ministers and monarchs of FACTBOOK_LEADERS.tsv (columns
iso3 office title name surname since first_seen last_seen) who have no line yet.
No snapshots of the Factbook lie between March 2017 and November 2020: an office
that ended in that gap is dated from REIGN.tsv (columns iso3 cow cow_abb leader
from to ...; to is a month) or left out.
"""
import re
import sys
import unicodedata

MARK = "# === generated"

# States where the prime minister (or premier, chancellor) leads, not the head of state.
PM_LEADS = set("""AND ARM AUS AUT BEL BGR BGD BHS BIH BLZ BRB ATG CAN CZE DMA DNK EST ETH FIN FJI FRO GEO GBR
GRC GRD GRL GIB HRV HUN IND IRL IRQ ISL ISR ITA JAM JPN KHM KNA LBY LCA LSO LUX LVA MDV MLT MKD MNE MUS
MYS NLD NOR NPL NZL PAK PNG PRT SGP SLB SMR SVK SVN SWE THA TLS TON TTO TUV VCT VUT WSM XKX DEU ESP ALB
COK NIU BMU VGB CYM TCA AIA MSR ABW CUW SXM KGZ_ PSE_""".split())
MONARCH_LEADS = set("SAU QAT KWT ARE BHR OMN JOR MAR BRN SWZ LIE MCO VAT".split())
OTHER_LEADS = set("CHN PRK IRN AFG VNM CUB LAO MMR KHM TKM BIH CHE".split())  # left to the curated part

# Territories whose head of state or government is that of another state, or who are not in the news.
TERRITORIES = set("""ASM ATF BES BLM BVT CCK CXR GGY GLP GUF GUM HMD IMN IOT JEY MAF MNP MTQ MYT NFK NCL PCN
PRI PYF REU SGS SHN SJM SPM TKL UMI VIR WLF ATA HKG MAC ESH""".split())

TITLES = [
    (r"^(acting|interim|transition(al)?|caretaker)\s+president", "acting president"),
    (r"^president of the presidency|^chairman of the presidency|presidency", ""),
    (r"^president of the council|^president of the gov", "prime minister"),
    (r"^president", "president"),
    (r"^(acting |interim |caretaker )?prime minister", "prime minister"),
    (r"^premier", "premier"),
    (r"^chancellor", "chancellor"),
    (r"^(federal )?chancellor", "chancellor"),
    (r"^taoiseach", "taoiseach"),
    (r"^king", "king"), (r"^queen", "queen"), (r"^emperor", "emperor"), (r"^sultan", "sultan"),
    (r"^am[ie]r", "emir"), (r"^emir", "emir"), (r"^grand duke", "grand duke"), (r"^prince", "prince"),
    (r"^crown prince", "crown prince"), (r"^pope", "pope"),
    (r"^governor[ -]general", "governor-general"),
    (r"^vice president|^first vice president", "vice president"),
]


# Surnames that are also given names, common words or far better known persons: no short form.
COMMON = set("""Friday John Paul Joseph Anthony Christian Jesus Jean Pierre Simon Young Brown Smith Allen Young Prince
Obama Drew Thomas Scott Francis Muhammad Mohammad Salman Mohamed Hussein Philippe Meta Ba Bah Mao Harris Michel""".split())


def fold(s):
    for a, b in (("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o"), ("Ø", "O"), ("đ", "d"), ("ð", "d"),
                 ("ß", "ss"), ("ə", "a"), ("æ", "ae"), ("’", "'"), ("ʻ", "'")):
        s = s.replace(a, b)
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))


def kebab(s):
    return re.sub(r"[^a-z0-9]+", "-", fold(s).lower().replace("'", "")).strip("-")


def norm_title(t):
    t = t.lower().strip()
    for rx, out in TITLES:
        if re.search(rx, t):
            return out
    return ""


def clean_name(name, surname):
    n = re.sub(r"\([^)]*\)", " ", name)
    n = re.sub(r"^(and|Gen\.|General|Brig\. Gen\.|Maj\. Gen\.|Lt\. Gen\.|Col\.|Capt\.|Dr\.|Dame|Sir|Sheikh|Sheik|"
               r"SHAYKH|Shaykh|Ret\.|Field Marshal|Marshal|Doctor|HRH|Prof\.|Professor|Hon\.|Father|Mr\.|Mrs\.|Ms\.)\s+",
               "", n.strip())
    n = re.sub(r'"[^"]*"', " ", n)
    n = re.sub(r"\s+(Jr\.?|Sr\.?|II|III|IV|VI|VII|VIII|XIV|X)$", lambda m: m.group(0), n)
    return re.sub(r"\s+", " ", n).strip(" ,;")


def read_curated(path):
    head = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith(MARK):
                break
            head.append(line.rstrip("\n"))
    while head and not head[-1].strip():
        head.pop()
    ids, known, spans, begins = set(), {}, {}, {}
    for line in head:
        if not line.startswith("person:"):
            continue
        f = [x.strip() for x in line.split("|")]
        ids.add(f[0])
        toks = set()
        for n in [f[2], f[3]] + f[4].split(";"):
            toks |= set(kebab(n).split("-"))
        states = set(re.findall(r"state:([A-Z]{3})", f[6]))
        for s in states:
            known.setdefault(s, []).append(toks)
        for title, s, a, b in re.findall(r"([^;@]+)\*\s*@\s*state:([A-Z]{3})\s+([\d-]*)\.\.([\d-]*)", f[6]):
            spans.setdefault(s, []).append((a or "0", b or "9"))
        for title, s, a in re.findall(r"([^;@|]+?)\*?\s*@\s*state:([A-Z]{3})\s+([\d-]+)", f[6]):
            begins.setdefault((s, title.strip()), []).append(a)
    return head, ids, known, spans, begins


def days(d):
    y, m, x = (int(v) for v in (d + "-01-01").split("-")[:3])
    return y * 365.25 + m * 30.44 + x


def same_begin(begins, iso, t, since):
    """A curated person of this state took the same office within ten days."""
    return len(since) == 10 and any(len(b) == 10 and abs(days(b) - days(since)) <= 10 for b in begins.get((iso, t), []))


def read_reign(path):
    ends = {}
    with open(path, encoding="utf-8") as f:
        cols = f.readline().rstrip("\n").split("\t")
        for line in f:
            r = dict(zip(cols, line.rstrip("\n").split("\t")))
            ends.setdefault(r["iso3"], []).append((kebab(r["leader"]).split("-"), r["from"], r["to"]))
    return ends


def is_known(known, iso, name, surname):
    st = [t for t in kebab(surname).split("-") if len(t) > 1]
    nt = [t for t in kebab(name).split("-") if len(t) > 1]
    for toks in known.get(iso, []):
        close = lambda t: t in toks or any(len(t) > 4 and len(x) > 4 and x[:4] == t[:4] for x in toks)
        if st and all(close(t) for t in st):
            given = [t for t in nt if t not in st]
            if len(st) > 1 or not given or any(any(x[:3] == g[:3] for x in toks) for g in given):
                return True
    return False


def main(argv):
    if len(argv) not in (3, 4):
        sys.exit(__doc__)
    head, ids, known, spans, begins = read_curated(argv[1])
    reign = read_reign(argv[3]) if len(argv) == 4 else {}
    rows = []
    with open(argv[2], encoding="utf-8") as f:
        cols = f.readline().rstrip("\n").split("\t")
        for line in f:
            r = dict(zip(cols, line.rstrip("\n").split("\t")))
            if r["office"] not in ("chief-of-state", "head-of-government"):
                continue
            t = norm_title(r["title"])
            if not t:
                continue
            r["t"] = t
            rows.append(r)
    newest = max(r["last_seen"] for r in rows)
    # successors: the next holder of the same title in the same state
    by = {}
    for r in rows:
        by.setdefault((r["iso3"], r["t"]), []).append(r)
    people = {}
    for r in rows:
        iso, t = r["iso3"], r["t"]
        if iso in TERRITORIES:
            continue
        if iso in ("ABW", "CUW", "SXM", "COK", "NIU", "BMU", "VGB", "CYM", "TCA", "AIA", "MSR", "GIB", "FLK") and t != "premier" and t != "prime minister":
            continue
        if t in ("king", "queen") and iso in ("AUS", "CAN", "NZL", "JAM", "BHS", "BLZ", "ATG", "GRD", "KNA", "LCA", "VCT",
                                              "PNG", "SLB", "TUV", "BRB", "FRO", "GRL", "ABW"):
            continue
        if r["title"].lower().startswith(("deputy", "first deputy")):
            continue
        if t == "president" and r["office"] == "head-of-government" and any(
                x["t"] == "president" and x["office"] == "chief-of-state" and x["surname"] == r["surname"] for x in by[(iso, t)]):
            continue
        end = ""
        if r["last_seen"] < newest[:7]:
            gap = r["first_seen"] < "2017-04" and "2020-11" <= r["last_seen"] <= "2021-02"
            pool = by[(iso, t)] + (by.get((iso, "president"), []) if t == "acting president" else [])
            later = sorted(x["since"] for x in pool
                           if x["surname"] != r["surname"] and x["since"] > r["since"] and x["since"] >= r["first_seen"][:4])
            if gap:
                sk = [x for x in kebab(r["surname"]).split("-") if len(x) > 2]
                hits = [b for toks, a, b in reign.get(iso, []) if b >= "2016-11" and any(x in toks for x in sk)]
                end = hits[-1] if hits else None
            elif later:
                end = later[0]
            else:
                end = r["last_seen"][:4]
        if t == "vice president" and end != "":
            continue
        if end is None:
            continue
        name = clean_name(r["name"], r["surname"])
        sur = r["surname"]
        toks = name.split()
        k = [i for i, x in enumerate(toks) if x in sur.split()]
        full = name
        if k and k[-1] > 0 and len(toks) > 1:
            name = " ".join(toks[:k[-1] + 1])
            if k[0] > 2:            # more than two given names: news uses the first
                name = " ".join([toks[0]] + toks[k[0]:k[-1] + 1])
        if not name or "|" in name or len(name.split()) < 2 and t not in ("king", "queen", "emperor", "sultan", "emir", "pope", "prince", "grand duke"):
            continue
        if is_known(known, iso, full, sur) or same_begin(begins, iso, t, r["since"]):
            continue
        if any(x is not r and x["name"] == r["name"] and x["iso3"] != iso and x["t"] == t and x["last_seen"] > r["last_seen"]
               for x in rows):
            continue            # a slip of the source, put right in a later snapshot
        if t in ("king", "queen", "emperor", "sultan", "emir", "grand duke", "prince"):
            full = name = full if full.lower().startswith(t) else t.capitalize() + " " + full
        key = None
        for (i2, n2), p in people.items():
            if i2 == iso and fold(p["sur"]).lower() == fold(sur).lower() and fold(n2)[:2].lower() == fold(name)[:2].lower():
                key = (i2, n2)
                break
            if i2 == iso and len(r["since"]) == 10 and any(x[0] == t and x[2] == r["since"] for x in p["roles"]):
                # the same office from the same day: another spelling, or a stale date
                mine, theirs = set(kebab(full).split("-")), set(kebab(n2 + " " + " ".join(p["al"])).split("-"))
                alike = any(x[:3] == y[:3] for x in mine for y in theirs if len(x) > 2)
                key = (i2, n2) if alike else False
                break
        if key is False:
            continue
        if key is None:
            key = (iso, name)
            people[key] = {"sur": "" if t in ("king", "queen", "emperor", "sultan", "emir", "grand duke", "prince") else sur, "roles": [], "al": set(), "iso": iso}
        p = people[key]
        for a in (full, name, fold(name), fold(full)):
            if a != key[1]:
                p["al"].add(a)
        if p["sur"]:
            for a in (sur, fold(sur)):
                if a != p["sur"]:
                    p["al"].add(a)
        star = ""
        if iso in OTHER_LEADS:
            star = ""
        elif iso in MONARCH_LEADS:
            star = "*" if t in ("king", "emir", "sultan", "prince", "pope") else ""
        elif iso in PM_LEADS:
            star = "*" if t in ("prime minister", "premier", "chancellor", "taoiseach") else ""
        else:
            star = "*" if t in ("president", "acting president") else ""
        a, b = r["since"], end or ""
        if b and a and b < a[:len(b)]:
            continue
        if star and any(a < y and (b or "9") > x for x, y in spans.get(iso, [])):
            star = ""
        prev = [x for x in p["roles"] if x[0] == t and not any(
            y["surname"] != sur and min(x[2], a) < y["since"] < max(x[2], a) for y in by[(iso, t)])]
        if prev:
            x = prev[0]
            if not b or (x[3] and b > x[3]):
                x[3] = b
            x[2] = min(x[2], a)
            x[1] = x[1] or star
            continue
        p["roles"].append([t, star, a, b])
    out = head + ["", MARK + " by tools/lexicon_people.py from the CIA World Factbook (public domain); do not edit below", ""]
    n = 0
    for (iso, name), p in sorted(people.items()):
        if not p["roles"]:
            continue
        pid = "person:" + kebab(name)
        if pid in ids:
            pid += "-" + iso.lower()
            if pid in ids:
                continue
        ids.add(pid)
        al = sorted(a for a in p["al"] if a not in (name, p["sur"]))
        roles = "; ".join("%s%s @ state:%s %s..%s" % (t, s, iso, a, b) for t, s, a, b in sorted(p["roles"], key=lambda x: x[2]))
        short = p["sur"]
        if len(short) < 3 or short in COMMON:
            short = ""
        out.append("%s | %sGOV | %s | %s | %s |  | %s" % (pid, iso, name, short, "; ".join(al), roles))
        n += 1
    with open(argv[1], "w", encoding="utf-8") as f:
        f.write("\n".join(out) + "\n")
    print("%d generated" % n)


if __name__ == "__main__":
    main(sys.argv)
