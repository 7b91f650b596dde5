using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Dialer.Lists.Numbers;

/// <summary>
/// One region's plan, from the library's data. The library's own door takes 10 us a question, most of a list's import;
/// the same patterns asked here, common ranges first, take a tenth. A test sets the two side by side.
/// </summary>
internal sealed class RegionPlan
{
    /// <summary>A region that is asked for more often than this has its patterns compiled: some 20 ms, once.</summary>
    private const int CompileAfter = 300;

    private readonly PhoneMetadata _data;
    private Patterns _patterns;
    private int _asked;

    public RegionPlan(PhoneMetadata data)
    {
        _data = data;
        _patterns = new Patterns(data, RegexOptions.None);
        Lengths = [.. data.GeneralDesc.PossibleLengthList];
        LocalLengths = [.. data.GeneralDesc.PossibleLengthLocalOnlyList];
        LeadingDigits = data.HasLeadingDigits ? Whole(data.LeadingDigits, "\\A(?:", ")", RegexOptions.None) : null;
        InternationalPrefix = data.HasInternationalPrefix ? Whole(data.InternationalPrefix, "\\A(?:", ")", RegexOptions.None) : null;
    }

    public string Iso => _data.Id;

    /// <summary>Digits that a national number may have.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Digits of numbers that can only be dialed from nearby.</summary>
    public IReadOnlyList<int> LocalLengths { get; }

    public Regex? InternationalPrefix { get; }

    /// <summary>Written before national numbers at home; empty: none.</summary>
    public string TrunkPrefix => _data.HasNationalPrefix ? _data.NationalPrefix : "";

    /// <summary>False: carrier codes and rewritten prefixes stand before its numbers; the library has to read them.</summary>
    public bool HasPlainPrefix => _data.NationalPrefixForParsing == TrunkPrefix || !_data.HasNationalPrefixForParsing || IsPlainAlternative;

    /// <summary>"0|180020": the trunk prefix or something that no list holds.</summary>
    private bool IsPlainAlternative => _data.NationalPrefixTransformRule.Length == 0 && _data.NationalPrefixForParsing.Split('|').Contains(TrunkPrefix, StringComparer.Ordinal);

    /// <summary>First digits that tell this region from others of its calling code; null: they do not.</summary>
    public Regex? LeadingDigits { get; }

    public bool IsShaped(string national) => Current().General.IsMatch(national);

    public NumberRange RangeOf(string national)
    {
        var patterns = Current();
        if (!patterns.General.IsMatch(national))
            return NumberRange.None;
        if (patterns.Unusual.IsMatch(national) && UnusualRange(national) is not NumberRange.None and var unusual)
            return unusual;
        if (Matches(patterns.Landline, _data.FixedLine, national))
            return _data.SameMobileAndFixedLinePattern || Matches(patterns.Mobile, _data.Mobile, national) ? NumberRange.LandlineOrMobile : NumberRange.Landline;
        return !_data.SameMobileAndFixedLinePattern && Matches(patterns.Mobile, _data.Mobile, national) ? NumberRange.Mobile : NumberRange.None;
    }

    /// <summary>In the order in which the library asks, for some ranges lie within others.</summary>
    private NumberRange UnusualRange(string national)
    {
        foreach (var (desc, range) in Unusual(_data))
            if (IsLength(desc, national.Length) && Whole(desc.NationalNumberPattern, RegexOptions.None).IsMatch(national))
                return range;
        return NumberRange.None;
    }

    private static IEnumerable<(PhoneNumberDesc Desc, NumberRange Range)> Unusual(PhoneMetadata data)
    {
        (PhoneNumberDesc, NumberRange)[] all =
        [
            (data.PremiumRate, NumberRange.Special), (data.TollFree, NumberRange.TollFree), (data.SharedCost, NumberRange.Special), (data.Voip, NumberRange.Landline),
            (data.PersonalNumber, NumberRange.Special), (data.Pager, NumberRange.NoTelephone), (data.Uan, NumberRange.Landline), (data.Voicemail, NumberRange.NoTelephone),
        ];
        return all.Where(pair => HasPattern(pair.Item1));
    }

    private static bool HasPattern(PhoneNumberDesc desc) => desc.HasNationalNumberPattern && desc.NationalNumberPattern.Length > 0 && !desc.PossibleLengthList.Contains(-1);

    private static bool Matches(Regex? pattern, PhoneNumberDesc desc, string national) => pattern is not null && IsLength(desc, national.Length) && pattern.IsMatch(national);

    private static bool IsLength(PhoneNumberDesc desc, int length) => desc.PossibleLengthCount == 0 || desc.PossibleLengthList.Contains(length);

    private Patterns Current()
    {
        if (_asked <= CompileAfter && Interlocked.Increment(ref _asked) == CompileAfter)
            Volatile.Write(ref _patterns, new Patterns(_data, RegexOptions.Compiled));
        return Volatile.Read(ref _patterns);
    }

    private static Regex Whole(string pattern, RegexOptions options) => Whole(pattern, "\\A(?:", ")\\z", options);

    private static Regex Whole(string pattern, string before, string after, RegexOptions options) =>
        new(before + pattern + after, options | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private sealed class Patterns(PhoneMetadata data, RegexOptions options)
    {
        public Regex General { get; } = Whole(data.GeneralDesc.NationalNumberPattern, options);
        public Regex Unusual { get; } = Whole(string.Join('|', RegionPlan.Unusual(data).Select(pair => pair.Desc.NationalNumberPattern).DefaultIfEmpty("(?!)")), options);
        public Regex? Landline { get; } = HasPattern(data.FixedLine) ? Whole(data.FixedLine.NationalNumberPattern, options) : null;
        public Regex? Mobile { get; } = HasPattern(data.Mobile) ? Whole(data.Mobile.NationalNumberPattern, options) : null;
    }
}
