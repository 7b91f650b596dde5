using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Core.Compliance;

namespace Dialer.Core.Profiles;

/// <summary>The profiles' files, which are part of the program.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ComplianceProfile))]
internal sealed partial class ProfileFile : JsonSerializerContext
{
    private const string Folder = "Dialer.Core.Profiles.";

    public static ComplianceProfile Read(string name)
    {
        using var file = typeof(ProfileFile).Assembly.GetManifestResourceStream($"{Folder}{name}.json")!;
        return JsonSerializer.Deserialize(file, Default.ComplianceProfile)!;
    }

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<string> Names() =>
        [.. typeof(ProfileFile).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..^".json".Length]).Order(StringComparer.Ordinal)];

    /// <summary>"monday-friday 10:00-13:00", "sunday 12:00-24:00".</summary>
    public static IEnumerable<CallingHours> ReadHours(IReadOnlyList<string>? windows)
    {
        foreach (string window in windows ?? [])
        {
            string[] parts = window.Split(' ', '-');
            var (first, last) = (Day(parts[0]), Day(parts[^3]));
            for (var day = first; ; day = (DayOfWeek)(((int)day + 1) % 7))
            {
                yield return new CallingHours(day, Time(parts[^2]), Time(parts[^1]));
                if (day == last)
                    break;
            }
        }
    }

    private static DayOfWeek Day(string word) => Enum.Parse<DayOfWeek>(word, ignoreCase: true);

    private static TimeOnly Time(string text) => text == "24:00" ? TimeOnly.MinValue : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
