namespace AccessReview.Core;

/// <summary>Where a page of a list begins.</summary>
public static class Paging
{
    /// <summary>Where it begins when asked to begin somewhere: on the last page where that is past the end, for an address is kept while a list gets shorter.</summary>
    /// <param name="asked">Rows to pass over.</param>
    /// <param name="size">Rows on a page.</param>
    /// <param name="total">Rows in all.</param>
    public static int From(long asked, int size, int total) => asked < total ? (int)Math.Max(0, asked) : Math.Max(0, total - 1) / size * size;
}
