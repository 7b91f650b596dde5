using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http.Paging;

/// <summary>Where a list is read on: a cursor names the last entry that was seen, so that what comes or goes meanwhile moves nothing.</summary>
internal static class Pager
{
    public const int Usual = 100;
    public const int Most = 500;
    private const int LongestCursor = 1_024;

    /// <returns>What is wrong with the limit or the cursor; null: nothing.</returns>
    public static ProblemResult? Read(int? limit, string? after, out int count, out long last)
    {
        count = limit ?? Usual;
        last = 0;
        if (count is < 1 or > Most)
            return Refuse.Field("limit", $"{count} entries cannot be shown at once", $"Use 1 to {Most}.");
        return after is null || TryRead(after, out last) ? null : NoCursor();
    }

    /// <summary>A page of a list in memory that is ordered by number.</summary>
    public static IResult Of<T>(IEnumerable<T> all, Func<T, long> numberOf, int? limit, string? after)
    {
        if (Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        T[] found = [.. all.Where(one => numberOf(one) > last || after is null).Take(count + 1)];
        return Results.Ok(new Page<T>(found.Length > count ? found[..count] : found, found.Length > count ? Cursor(numberOf(found[count - 1])) : null));
    }

    /// <summary>A page of a list in memory that is ordered by name.</summary>
    public static IResult Of<T>(IEnumerable<T> all, Func<T, string> nameOf, int? limit, string? after)
    {
        int count = limit ?? Usual;
        if (count is < 1 or > Most)
            return Refuse.Field("limit", $"{count} entries cannot be shown at once", $"Use 1 to {Most}.");
        if (after is not null && !(after.Length <= LongestCursor && Base64Url.IsValid(after)))
            return NoCursor();
        string last = after is null ? "" : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after));
        T[] found = [.. all.Where(one => string.CompareOrdinal(nameOf(one), last) > 0).Take(count + 1)];
        return Results.Ok(new Page<T>(found.Length > count ? found[..count] : found, found.Length > count ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(nameOf(found[count - 1]))) : null));
    }

    private static ProblemResult NoCursor() => Refuse.Field("after", "This is no cursor of a list", "Give \"next\" of the page before, as it came; leave it out for the first page.");

    public static string Cursor(long last) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(last.ToString(CultureInfo.InvariantCulture)));

    private static bool TryRead(string cursor, out long last)
    {
        last = 0;
        Span<byte> bytes = stackalloc byte[32];
        return cursor.Length <= 40 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out int length)
            && long.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out last);
    }
}
