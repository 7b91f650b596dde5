using Dialer.Core.Leads;
using Dialer.Lists.Files;
using Dialer.Lists.Numbers;

namespace Dialer.Lists.Import;

/// <summary>Reads a do-not-call file: one number a line, or CSV with the numbers in any column.</summary>
public static class DoNotCallFile
{
    private const int MostReported = 1000;

    public static DoNotCallNumbers Read(string file, string defaultCountry)
    {
        var home = CountryBook.Find(defaultCountry) ?? throw new ImportException($"{file}: country \"{defaultCountry}\" is not known.");
        var probe = FileProbe.Examine(file, null);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        var unreadable = new List<(int, string)>();
        using var records = ListFile.Open(file, probe, null);
        bool first = true;
        while (records.TryRead(out var record))
        {
            bool comment = record.Fields[0].StartsWith('#');
            if (!comment && !Add(record.Fields, home, numbers) && !first && unreadable.Count < MostReported)
                unreadable.Add((record.Line, record.Raw));
            first &= comment;
        }
        return new DoNotCallNumbers([.. numbers], unreadable);
    }

    /// <summary>A number that is refused for dialing anyway (premium, emergency) counts as read: it protects nobody and harms nobody.</summary>
    private static bool Add(string[] fields, NumberCountry home, HashSet<string> numbers)
    {
        bool any = false;
        foreach (string field in fields)
            foreach (var read in CellReader.Read(field, home))
            {
                if (read.Phone is { } phone)
                    numbers.Add(phone.Number);
                any |= read.Phone is not null || read.Refusal is NumberRefusal.Premium or NumberRefusal.TollFree or NumberRefusal.Emergency;
            }
        return any;
    }
}
