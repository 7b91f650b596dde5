using System.Collections.Frozen;

namespace Dialer.Core.Leads;

/// <summary>Area codes and states of the North American Numbering Plan (NANPA, CNAC, in service in 2026) with their time zones.</summary>
public static class NorthAmerica
{
    private const string Eastern = "America/New_York";
    private const string Central = "America/Chicago";
    private const string Mountain = "America/Denver";
    private const string Pacific = "America/Los_Angeles";

    /// <summary>State, country, zone of most of its people, area codes in it.</summary>
    private static readonly (string State, string Country, string TimeZone, string Areas)[] States =
    [
        ("AL", "US", Central, "205 251 256 334 659 938"),
        ("AK", "US", "America/Anchorage", "907"),
        ("AZ", "US", "America/Phoenix", "480 520 602 623 928"),
        ("AR", "US", Central, "327 479 501 870"),
        ("CA", "US", Pacific, "209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951"),
        ("CO", "US", Mountain, "303 719 720 748 970 983"),
        ("CT", "US", Eastern, "203 475 860 959"),
        ("DE", "US", Eastern, "302"),
        ("DC", "US", Eastern, "202 771"),
        ("FL", "US", Eastern, "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954"),
        ("GA", "US", Eastern, "229 404 470 478 678 706 762 770 912 943"),
        ("HI", "US", "Pacific/Honolulu", "808"),
        ("ID", "US", "America/Boise", "208 986"),
        ("IL", "US", Central, "217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872"),
        ("IN", "US", Eastern, "219 260 317 463 574 765 812 930"),
        ("IA", "US", Central, "319 515 563 641 712"),
        ("KS", "US", Central, "316 620 785 913"),
        ("KY", "US", Eastern, "270 364 502 606 859"),
        ("LA", "US", Central, "225 318 337 457 504 985"),
        ("ME", "US", Eastern, "207"),
        ("MD", "US", Eastern, "227 240 301 410 443 667"),
        ("MA", "US", Eastern, "339 351 413 508 617 774 781 857 978"),
        ("MI", "US", "America/Detroit", "231 248 269 313 517 586 616 679 734 810 906 947 989"),
        ("MN", "US", Central, "218 320 507 612 651 763 924 952"),
        ("MS", "US", Central, "228 471 601 662 769"),
        ("MO", "US", Central, "235 314 417 557 573 636 660 816 975"),
        ("MT", "US", Mountain, "406"),
        ("NE", "US", Central, "308 402 531"),
        ("NV", "US", Pacific, "702 725 775"),
        ("NH", "US", Eastern, "603"),
        ("NJ", "US", Eastern, "201 551 609 640 732 848 856 862 908 973"),
        ("NM", "US", Mountain, "505 575"),
        ("NY", "US", Eastern, "212 315 329 332 347 363 465 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934"),
        ("NC", "US", Eastern, "252 336 472 704 743 828 910 919 980 984"),
        ("ND", "US", Central, "701"),
        ("OH", "US", Eastern, "216 220 234 283 326 330 380 419 436 440 513 567 614 740 937"),
        ("OK", "US", Central, "405 539 572 580 918"),
        ("OR", "US", Pacific, "458 503 541 971"),
        ("PA", "US", Eastern, "215 223 267 272 412 445 484 570 582 610 717 724 814 835 878"),
        ("RI", "US", Eastern, "401"),
        ("SC", "US", Eastern, "803 821 839 843 854 864"),
        ("SD", "US", Central, "605"),
        ("TN", "US", Central, "423 615 629 731 865 901 931"),
        ("TX", "US", Central, "210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979"),
        ("UT", "US", Mountain, "385 435 801"),
        ("VT", "US", Eastern, "802"),
        ("VA", "US", Eastern, "276 434 540 571 686 703 757 804 826 948"),
        ("WA", "US", Pacific, "206 253 360 425 509 564"),
        ("WV", "US", Eastern, "304 681"),
        ("WI", "US", Central, "262 274 353 414 534 608 715 920"),
        ("WY", "US", Mountain, "307"),
        ("PR", "US", "America/Puerto_Rico", "787 939"),
        ("VI", "US", "America/St_Thomas", "340"),
        ("GU", "US", "Pacific/Guam", "671"),
        ("MP", "US", "Pacific/Saipan", "670"),
        ("AS", "US", "Pacific/Pago_Pago", "684"),
        ("AB", "CA", "America/Edmonton", "368 403 587 780 825"),
        ("BC", "CA", "America/Vancouver", "236 250 257 604 672 778"),
        ("MB", "CA", "America/Winnipeg", "204 431 584"),
        ("NB", "CA", "America/Moncton", "428 506"),
        ("NL", "CA", "America/St_Johns", "709 879"),
        ("NS", "CA", "America/Halifax", "782 902"),
        ("ON", "CA", "America/Toronto", "226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942"),
        ("QC", "CA", "America/Toronto", "263 354 367 418 438 450 468 514 579 581 819 873"),
        ("SK", "CA", "America/Regina", "306 474 639"),
        ("YT", "CA", "America/Whitehorse", "867"),
    ];

    /// <summary>Area codes whose time is not their state's.</summary>
    private static readonly (string Area, string TimeZone)[] OtherTime =
    [
        ("850", Central), ("448", Central), // Florida's panhandle
        ("219", Central), // Gary, Indiana
        ("270", Central), ("364", Central), // west Kentucky
        ("423", Eastern), ("865", Eastern), // east Tennessee
        ("915", Mountain), // El Paso
        ("308", Mountain), // west Nebraska: most of its land
        ("867", "America/Whitehorse"),
    ];

    private static readonly FrozenDictionary<string, AreaCode> Areas = MakeAreas();
    private static readonly FrozenDictionary<string, AreaCode>.AlternateLookup<ReadOnlySpan<char>> AreaByDigits = Areas.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, AreaCode> ByState = States.ToFrozenDictionary(state => state.State, state => new AreaCode(state.State, state.Country, state.TimeZone), StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a ten-digit national number is; null: not the United States or Canada, or no such area code.</summary>
    public static AreaCode? FindArea(ReadOnlySpan<char> national) =>
        national.Length == 10 && AreaByDigits.TryGetValue(national[..3], out var area) ? area : null;

    /// <summary>By postal abbreviation; null: none such.</summary>
    public static AreaCode? FindState(string state) => ByState.TryGetValue(state.Trim(), out var found) ? found : null;

    /// <summary>
    /// The time of a person whose list names a state: the area code's where it lies in that state, else the state's,
    /// for a number moves with its owner. Without a state, the area code's.
    /// </summary>
    public static string? TimeZoneOf(ReadOnlySpan<char> national, string? state)
    {
        var area = FindArea(national);
        var named = state is null ? null : FindState(state);
        if (named is { } place && area?.State != place.State)
            return place.TimeZone;
        return area?.TimeZone;
    }

    private static FrozenDictionary<string, AreaCode> MakeAreas()
    {
        var areas = new Dictionary<string, AreaCode>(StringComparer.Ordinal);
        foreach (var (state, country, timeZone, codes) in States)
            foreach (string code in codes.Split(' '))
                areas.Add(code, new AreaCode(state, country, timeZone));
        foreach (var (area, timeZone) in OtherTime)
            areas[area] = areas[area] with { TimeZone = timeZone };
        return areas.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
