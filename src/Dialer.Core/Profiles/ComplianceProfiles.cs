namespace Dialer.Core.Profiles;

/// <summary>The compliance profiles that come with the program. Not legal advice: whoever dials answers for the rules.</summary>
public static class ComplianceProfiles
{
    private static readonly Dictionary<string, ComplianceProfile> ByName = ProfileFile.Names().ToDictionary(name => name, ProfileFile.Read, StringComparer.Ordinal);

    /// <summary>Dispositions by which people say no, where a profile gives them a rest.</summary>
    public static IReadOnlySet<string> RefusalCodes { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "refused", "refus", "not interested", "pas intéressé", "pas interesse" };

    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    public static IReadOnlyList<ComplianceProfile> All { get; } = [.. ByName.Values];

    /// <summary>Null: no such profile.</summary>
    public static ComplianceProfile? Find(string name) => ByName.GetValueOrDefault(name);
}
