"""Words that are names and ordinary words too, titles, and short forms that are nobody's initials. English and Welsh."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


ORDINARY = _listed(
    """
    a abbey able akin an angel apple art august aur autumn bach baker bank banks barber barley barn bell bench berry best bill bird
    bishop black blake bliss blue bond book bow bowler bridge bright brook brown bryn buck bull burn bush butcher butler cab cage
    can candy carol carpenter carr carter case castle chance chase christian church clay close coin cole collier comfort constant
    cook cooper cope corner cotton couch court cox crane cross crown curry curtis da dale dawn day dean dear dell dewi do down drake
    drew duke dyer eagle earl early east english ever fair faith farmer field finch fisher flag flood flower fold ford forest foster
    fox frank free french friend frost game gardener gate gay gift glass glen golden good grace grant gray green grey guy gwen gwyn
    haf hale hall ham hand happy hard hardd harper hart hawk hay hazel heath heather henry her hill him holly home honey honour hood
    hope hopper horn house how hunt hunter i ice in iris is ivy jack jade jasmine jay joy judge june justice keen key king knight
    lake lamb lane large law le lee lily lion little lock long love low luck mace mai major male man marble march mark marsh
    marshall mason master mat max may mercy merry mike mill miller mint mist mitchell moon moor moore mor more morris moss mother
    mount my nant new nice night no noble noel north novel now oak odd olive or our owl page palmer park parson patience pearl pen
    penny pepper perry person pike pitt plant plum pool pope porter pound power precious price pride prince prior queen quick race
    rain ray read reed rhos rich ridge river rob robin rock roger rose round row royal ruby rust sage salmon sand savage say sea
    self senior sharp shaw she shepherd short silver sky small smart smith so son song south spark spear speed spring stable star
    steel stone storm street strong summer sun swan sweet tanner taylor teal temple tom townsend trinity turner tyler underwood vale
    van victor victoria violet virtue wade walker wall ward water waters way webb weir well wells west wheeler white wild will wills
    win winter wise wolf wood woods wren wright yard york young
    """
)
TITLES = _listed(
    """
    ab al and ap bin binti brother constable da dame dc dci de del della den der det detective di dr ds dsu du el father ferch fr
    hhj ibn imam inspector jp judge kc la lady le lord mac mc miss mr mrs ms mx o of officer pc prof professor qc rabbi recorder rev
    revd reverend saint san sergeant sgt sir sister st supt ter the van verch von
    """
)
NOBODYS_INITIALS = _listed(
    """
    ac am ao as at av bbc bc bs cc ccd cctv cd ceo cf cid co cps cs cv da db dc dcc dci dcs di dj dna dob dr ds dv dvd dwp ec eu faq
    fc gb gcse gp gps hc hm hmp hq hr hs ia ict id ie il im imei in io ip is it iv jp js kc kg km la lab lc le ls ma mc md me mg mo
    mp mr ms mx nb nhs ni no ns ok op or os pa pc pcc pd pdf pin pm po pp ps pt qc rc re rp rtc sc sd se sfo sms so sp ss st std tb
    tc tv uk un up us vat vp vs wc wp yo
    """
)
STREETS = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "cres": "crescent", "cresc": "crescent", "gdns": "gardens", "gdn": "garden", "pl": "place", "sq": "square",
    "ter": "terrace", "terr": "terrace", "pk": "park", "gr": "grove", "gro": "grove", "hse": "house", "flt": "flat",
    "apt": "apartment", "bldgs": "buildings", "wy": "way", "mt": "mount", "est": "estate", "nth": "north", "sth": "south",
    "lwr": "lower", "upr": "upper", "gt": "great",
}  # fmt: skip
