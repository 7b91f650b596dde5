namespace Dialer.Store;

/// <summary>A column of a bulk insert.</summary>
internal readonly record struct BulkColumn(string Name, BulkType Type)
{
    public static BulkColumn Small(string name) => new(name, BulkType.Small);

    public static BulkColumn Whole(string name) => new(name, BulkType.Whole);

    public static BulkColumn Big(string name) => new(name, BulkType.Big);

    public static BulkColumn Text(string name) => new(name, BulkType.Text);
}
